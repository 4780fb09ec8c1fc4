using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// Calls of a helper method that has a gradient of its own: both are traced over parameters, and become one op.
/// </summary>
internal sealed class FunctionTracer(TraceRun run, Frame frame, SpecBody function, int index, string? name)
{
    private readonly List<SpecParameter> _tensors = [.. function.Parameters.Where(p => p.Kind != SpecValueKind.Other)];

    public Value Run(IReadOnlyDictionary<string, Value> arguments)
    {
        var origin = frame.OriginOf(index, name);
        var inputs = _tensors.ConvertAll(p => arguments[p.Name].AsNode()!);
        var parameters = inputs.Select((x, i) => Parameter(i, _tensors[i].Name, x.Type)).ToList();
        var (outside, isInBody) = (run.TapObstacle, run.IsInBody);
        run.IsInBody = true;
        run.TapObstacle ??= "a method with a gradient of its own shows no inside views";
        var value = Trace(function, arguments, parameters, [], out _).AsNode()!;
        var backward = Backward(arguments, inputs, value.Type);
        (run.TapObstacle, run.IsInBody) = (outside, isInBody);
        var op = new OwnGradient(function.Name, new Body(parameters, [value]), backward);
        return new TensorValue(new Node(op, [.. inputs]).From(origin));
    }

    private Body Backward(IReadOnlyDictionary<string, Value> arguments, List<Node> inputs, TensorType result)
    {
        var gradient = frame.Instance.Helper(function.Gradient!);
        List<Node> parameters =
        [
            .. inputs.Select((x, i) => Parameter(i, _tensors[i].Name, x.Type)),
            Parameter(inputs.Count, "result", result),
            Parameter(inputs.Count + 1, "gradient", result),
        ];
        int streams = run.Streams;
        var value = Trace(gradient, arguments, parameters, ["result", "gradient"], out var inner);
        if (run.Streams != streams)
            throw inner.Stop("DLC2002", "a gradient draws no random numbers; the method may, and return them", inner.Returned);
        var items = value is TupleValue tuple ? tuple.Items : [value];
        var wanted = _tensors.Zip(inputs, (p, x) => (p.Name, x.Type)).Where(x => x.Type.DType == DType.Float32);
        return new Body(parameters, [.. items.Zip(wanted, (item, x) => Shaped(item.AsNode()!, x.Name, x.Type.Shape, inner))]);
    }

    /// <summary>The gradient, once it has the shape of what it is the gradient by.</summary>
    private Node Shaped(Node gradient, string parameter, Shape shape, Frame inner)
    {
        string Message() => $"the gradient by '{parameter}' of {function.Name} is {gradient.Type}, but '{parameter}' is {shape}";
        var place = new SpecPlace(inner.Body.Id, inner.Returned);
        using var guards = Constraints.Open((condition, message) => run.Guard(condition, message, place));
        try
        {
            if (gradient.Rank != shape.Rank || gradient.Type.DType != DType.Float32) throw new ShapeException("DLC2003", Message());
            for (int axis = 0; axis < shape.Rank; axis++) Constraints.Require(gradient.Shape[axis], shape[axis], "DLC2003", Message);
            return Build.Reshape(gradient, shape);
        }
        catch (ShapeException e)
        {
            throw inner.Stop(e.Rule, e.Message, inner.Returned);
        }
    }

    /// <summary>What a method returns for the parameters, and for the arguments that are no tensors.</summary>
    private Value Trace(
        SpecBody body, IReadOnlyDictionary<string, Value> arguments, List<Node> parameters, string[] further, out Frame inner)
    {
        inner = new Frame(frame.Instance, body, null, frame.OriginOf(index, name)) { ResultName = name };
        foreach (var parameter in body.Parameters)
        {
            int place = _tensors.FindIndex(t => t.Name == parameter.Name);
            if (place < 0 && Array.IndexOf(further, parameter.Name) is >= 0 and int at) place = _tensors.Count + at;
            inner.Declare(parameter.Name, place >= 0 ? new TensorValue(parameters[place]) : arguments[parameter.Name]);
        }

        return StatementTracer.Run(run, inner);
    }

    private Node Parameter(int number, string parameter, TensorType type) =>
        Body.Parameter(number, type).From(new Origin(frame.Body.Id, index, parameter, parameter, frame.Caller));
}
