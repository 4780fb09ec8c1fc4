using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Repeats axes of size 1 up to a shape of the same rank.</summary>
public sealed record Broadcast(Shape Shape) : Primitive
{
    public static readonly OpDefinition Definition = new("Broadcast", "Repeats a tensor along axes.", Define)
    {
        Signatures = ["Tensor Broadcast(Tensor x, params object[] shape)"],
        ShapeRule = "x: a shape that broadcasts to shape → shape",
        Cases =
        [
            new("Broadcast(x, \"N\", 3, 5)", "x: [N, 1, 5]"),
            new("Broadcast(x, 4, 3)", "x: [3]"),
            new("Broadcast(x, \"N\", 4)", "x: [N, 3]") { Fails = "DLC1001" },
            new("Broadcast(x, 3)", "x: [N, 3]") { Fails = "DLC1001" },
        ],
    };

    public override string Attributes => "";

    /// <summary>The axes that it repeats.</summary>
    public EquatableArray<int> RepeatedAxes(Shape from) =>
        Enumerable.Range(0, Shape.Rank).Where(axis => from[axis] != Shape[axis]).ToEquatableArray();

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        inputs[0].Rank == Shape.Rank && Broadcasting.Fits(inputs[0].Shape, Shape)
            ? inputs[0] with { Shape = Shape }
            : throw new InvalidOperationException($"{inputs[0]} does not broadcast to {Shape}.");

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Build.Sum(gradient, RepeatedAxes(node.Inputs[0].Shape))];

    private static TensorValue Define(CallArguments call)
    {
        var x = call.Tensor("x");
        var shape = Shape.Of(call.Sizes("shape"));
        int missing = shape.Rank - x.Rank;
        string Message() => $"Broadcast cannot repeat {x.Shape} up to {shape}";
        if (missing < 0) throw new ShapeException("DLC1001", $"{Message()}: the rank falls", "shape");
        for (int axis = 0; axis < x.Rank; axis++)
        {
            Dim from = x.Shape[axis], to = shape[axis + missing];
            if (from == Dim.One) continue;
            string detail = $"axis {axis - x.Rank} is {from}, not 1 or {to}";
            Constraints.Require(from, to, "DLC1001", () => $"{Message()}: {detail}", "shape");
        }

        return new TensorValue(Build.BroadcastTo(x, shape));
    }
}
