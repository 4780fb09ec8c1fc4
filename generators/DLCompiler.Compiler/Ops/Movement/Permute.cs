using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>The axes in another order: axis k of the result is axis Order[k].</summary>
public sealed record Permute(EquatableArray<int> Order) : Primitive
{
    public static readonly OpDefinition Definition = new("Permute", "The axes in another order.", Define)
    {
        Signatures = ["Tensor Permute(Tensor x, params int[] order)"],
        ShapeRule = "x: [A, B, C], order: 2, 0, 1 → [C, A, B]",
        Cases =
        [
            new("Permute(x, 2, 0, 1)", "x: [N, 3, 5]"),
            new("Permute(x, 0, -1, 1)", "x: [N, 3, 5]"),
            new("Permute(x, 0, 1)", "x: [N, 3, 5]") { Fails = "DLC1002" },
            new("Permute(x, 0, 1, 1)", "x: [N, 3, 5]") { Fails = "DLC1002" },
        ],
    };

    public override string Attributes => $"order: {Order}";

    /// <summary>The order that undoes this one.</summary>
    public EquatableArray<int> Inverse()
    {
        var inverse = new int[Order.Count];
        for (int axis = 0; axis < Order.Count; axis++) inverse[Order[axis]] = axis;
        return new EquatableArray<int>(inverse);
    }

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var x = inputs[0];
        return x with { Shape = Shape.Of(Order.Select(axis => x.Shape[axis])) };
    }

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [Build.Permute(gradient, Inverse())];

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        if (call.Axes("order", x.Rank).Count != x.Rank)
            throw new ShapeException("DLC1002", $"Permute needs each of the {x.Rank} axes of {x.Shape} once", "order");
        var order = call.Sizes("order").Select(axis => ((int)axis.Constant + x.Rank) % x.Rank);
        return new TensorValue(Build.Permute(x, order.ToEquatableArray()));
    }
}
