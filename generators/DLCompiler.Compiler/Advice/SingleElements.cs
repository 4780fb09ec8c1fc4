using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>Softmax (DLC4016) and normalisations (DLC4017) of one element, whose results are constant.</summary>
internal sealed class SingleElements : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call => call switch
    {
        _ when call.Is("Softmax") => Softmax(call, ((Softmax)call.Results.First().Op).Axis, 1),
        _ when call.Is("LogSoftmax") => Softmax(call, ((LogSoftmax)call.Results.First().Op).Axis, 0),
        _ when call.Is("CrossEntropy") => Classes(call, call.Argument("logits")!),
        _ when call.Is("NegativeLogLikelihood") => Classes(call, call.Argument("logProbabilities")!),
        _ when call.Is("LayerNorm", "RmsNorm") => Norm(call, call.Input!.Shape[call.Input.Rank - 1]),
        _ when call.Is("GroupNorm") => Norm(call, GroupSize(call)),
        _ => null,
    });

    private static Finding? Softmax(TracedCall call, int axis, int result) => call.Input!.Shape[axis] == Dim.One
        ? new Finding(
            "DLC4016",
            $"{call.Kind} along axis {axis} of {call.Input.Shape} has one element, and gives {result} whatever it is; for a yes or "
                + "no, Sigmoid makes a probability of one logit",
            call.Place)
        : null;

    private static Finding? Classes(TracedCall call, Node logits) => logits.Shape[logits.Rank - 1] == Dim.One
        ? new Finding(
            "DLC4016",
            $"{call.Kind} of {logits.Shape} has one class, which is always right: the loss is 0 and nothing learns; for a yes or no, "
                + "BinaryCrossEntropyWithLogits takes one logit",
            call.Place)
        : null;

    private static Finding? Norm(TracedCall call, Dim count) => count == Dim.One
        ? new Finding(
            "DLC4017",
            $"{call.Kind} of {call.Input!.Shape} normalises one element at a time: whatever it is, "
                + $"{(call.Is("RmsNorm") ? "only its sign is left" : "0 is left")}",
            call.Place)
        : null;

    private static Dim GroupSize(TracedCall call)
    {
        var shape = call.Input!.Shape;
        var groups = call.Layer!.Arguments.First(a => a.Name == "groups").Value;
        return groups.Type == SpecType.Integer
            ? Dim.FloorDiv(shape[1], groups.Integer) * Dim.Product(shape.Dims.Skip(2))
            : shape.Count;
    }
}
