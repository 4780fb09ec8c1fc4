using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>1 where two elements compare, else 0; it has no gradient.</summary>
public abstract record Comparison : Elementwise
{
    public sealed override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [null, null];

    /// <summary>
    /// The op as a method and, where C# has one for tensors, as an operator; integers compare as floats.
    /// </summary>
    protected static OpDefinition Define(
        string name, string symbol, Func<Node, Node, Node> build, string? csharp = null)
    {
        var floats = Definitions.Binary(
            name, $"1 where x {symbol} y, else 0.", $"x {symbol} y ? 1 : 0", (x, y) => build(Float(x), Float(y)));
        return new OpDefinition(name, floats.Summary, floats.Build)
        {
            Signatures = [.. floats.Signatures, .. csharp is null ? OfIntegers(name) : Operators(csharp)],
            Formula = floats.Formula,
            ShapeRule = floats.ShapeRule,
            Cases =
            [
                .. floats.Cases,
                csharp is null
                    ? new OpCase($"{name}(x, y)", "x: int[N] < 3; y: int[N] < 3")
                    : new OpCase($"x {csharp} y", "x: [N, 3]; y: [3]"),
            ],
        };
    }

    private static IEnumerable<string> OfIntegers(string name) =>
        [$"Tensor {name}(IntTensor x, IntTensor y)", $"Tensor {name}(IntTensor x, int y)"];

    private static IEnumerable<string> Operators(string csharp) =>
    [
        $"Tensor operator {csharp}(Tensor x, Tensor y)",
        $"Tensor operator {csharp}(Tensor x, float y)",
        $"Tensor operator {csharp}(float x, Tensor y)",
        $"Tensor operator {csharp}(IntTensor x, IntTensor y)",
        $"Tensor operator {csharp}(IntTensor x, int y)",
    ];
}

/// <summary>1 where x &lt; y, else 0.</summary>
public sealed record Less : Comparison
{
    public static readonly OpDefinition Definition = Define("Less", "<", Build.Less, "<");
}

/// <summary>1 where x ≤ y, else 0.</summary>
public sealed record LessEqual : Comparison
{
    public static readonly OpDefinition Definition = Define("LessEqual", "≤", Build.LessEqual, "<=");
}

/// <summary>1 where x &gt; y, else 0.</summary>
public sealed record Greater : Comparison
{
    public static readonly OpDefinition Definition = Define("Greater", ">", Build.Greater, ">");
}

/// <summary>1 where x ≥ y, else 0.</summary>
public sealed record GreaterEqual : Comparison
{
    public static readonly OpDefinition Definition = Define("GreaterEqual", "≥", Build.GreaterEqual, ">=");
}

/// <summary>1 where x = y, else 0.</summary>
public sealed record Equal : Comparison
{
    public static readonly OpDefinition Definition = Define("Equal", "=", Build.Equal);
}

/// <summary>1 where x ≠ y, else 0.</summary>
public sealed record NotEqual : Comparison
{
    public static readonly OpDefinition Definition = Define("NotEqual", "≠", Build.NotEqual);
}
