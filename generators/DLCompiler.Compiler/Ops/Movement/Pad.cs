using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An axis with Before and After elements of a constant around it.</summary>
public sealed record Pad(int Axis, Dim Before, Dim After, double Value) : Primitive
{
    public static readonly OpDefinition Definition = new("Pad", "A constant around an axis.", Define)
    {
        Signatures = ["Tensor Pad(Tensor x, int axis, int before, int after, float value = 0f)"],
        Formula = "value, before times, then x, then value, after times",
        ShapeRule = "x: [..., K, ...] → [..., before + K + after, ...]",
        Cases =
        [
            new("Pad(x, axis: 1, before: 2, after: 0)", "x: [N, 3]"),
            new("Pad(x, axis: -1, before: 1, after: 3, value: 0.5f)", "x: [N, 3, 2]"),
            new("Pad(x, axis: 0, before: 1, after: 1)", "x: [N, 3]"),
            new("Pad(x, axis: 2, before: 1, after: 1)", "x: [N, 3]") { Fails = "DLC1002" },
            new("Pad(x, axis: 1, before: -1, after: 1)", "x: [N, 3]") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"axis: {Axis}, before: {Before}, after: {After}, value: {(Scalar)Value}";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0] with { Shape = inputs[0].Shape.With(Axis, Before + inputs[0].Shape[Axis] + After) };

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Build.Slice(gradient, Axis, Before, node.Inputs[0].Shape[Axis])];

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var (before, after) = Added("Pad", call);
        return new TensorValue(Build.Pad(x, call.Axis("axis", x.Rank), before, after, call.Number("value")));
    }

    /// <summary>How many elements a padding adds before and after an axis.</summary>
    /// <exception cref="ShapeException">One is negative (DLC1012).</exception>
    internal static (Dim Before, Dim After) Added(string op, CallArguments call)
    {
        return (NotNegative("before"), NotNegative("after"));

        Dim NotNegative(string argument)
        {
            var size = call.Size(argument);
            Constraints.RequireAtMost(
                Dim.Zero, size, "DLC1012", () => $"{op} adds elements; {size} would take some away", argument);
            return size;
        }
    }
}
