using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Channels are axis 1 of [N, C, ...], as PyTorch has them.</summary>
internal static class Channels
{
    /// <summary>The number of channels.</summary>
    /// <exception cref="ShapeException">There is no axis 1 (DLC1006).</exception>
    public static Dim Of(string op, Node x) =>
        x.Rank >= 2 ? x.Shape[1] : throw new ShapeException("DLC1006", $"{op} takes [N, C, ...], not {x.Shape}", "x");

    /// <summary>A vector with an element a channel of <paramref name="x"/>, so that it broadcasts to it.</summary>
    /// <exception cref="ShapeException">It has another length (DLC1001).</exception>
    public static Node Align(string op, Node vector, Node x, string argument)
    {
        var channels = Of(op, x);
        Constraints.Require(
            vector.Shape[0],
            channels,
            "DLC1001",
            () => $"{op} needs '{argument}' of shape [{channels}], one element a channel of {x.Shape}, not {vector.Shape}",
            argument);
        return Align(vector, x);
    }

    /// <summary>The same for a vector of the layer's own, whose length is right.</summary>
    public static Node Align(Node vector, Node x) =>
        Build.Reshape(vector, Shape.Of(Enumerable.Range(1, x.Rank - 1).Select(a => a == 1 ? x.Shape[1] : Dim.One)));

    /// <summary>Every axis but that of channels, from <paramref name="first"/> on.</summary>
    public static EquatableArray<int> AxesBeside(Node x, int first = 0) =>
        Enumerable.Range(0, x.Rank).Where(a => a >= first && a != 1).ToEquatableArray();
}
