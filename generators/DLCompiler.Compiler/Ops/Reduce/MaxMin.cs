using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The greatest: of two tensors element by element, or along axes. C# overloads the name, so that one definition serves
/// both.
/// </summary>
public static class MaxMin
{
    public static readonly OpDefinition Max = Define("Max", "greatest", "max", Build.Maximum, Build.Max);

    public static readonly OpDefinition Min = Define("Min", "least", "min", Build.Minimum, Build.Min);

    private static OpDefinition Define(
        string name,
        string which,
        string formula,
        Func<Node, Node, Node> elementwise,
        Func<Node, EquatableArray<int>, Node> reduction)
    {
        var binary = Definitions.Binary(name, "", "", elementwise);
        return new OpDefinition(
            name,
            $"The {which} of two elements or along axes; equal elements share the gradient evenly.",
            call => call.Has("y") ? binary.Build(call) : Reductions.Build(call, reduction))
        {
            Signatures = [.. binary.Signatures, .. Reductions.Signatures(name)],
            Formula = $"{formula}(x, y), {formula} x",
            ShapeRule = $"{binary.ShapeRule}. {Reductions.ShapeRule}",
            Cases = [.. binary.Cases, .. Reductions.Cases(name)],
        };
    }
}
