using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// What a model takes: the inputs of Forward, the labels of the loss, and the symbols of their shapes.
/// </summary>
internal sealed class ModelSignature
{
    private readonly List<string> _symbols = [];

    private ModelSignature(ModelSpec model)
    {
        Inputs = [.. model.Forward!.Body.Parameters.Select(p => Read(model.Forward.Body, p))];
        Labels = [.. model.Labels.Select(l => Read(l.Loss.Body, l.Parameter))];
        CheckDetermined(model);
    }

    public IReadOnlyList<TracedInput> Inputs { get; }

    public IReadOnlyList<TracedInput> Labels { get; }

    /// <summary>In the order in which the shapes first name them.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <exception cref="TraceStop">A shape is missing or wrong.</exception>
    public static ModelSignature Of(ModelSpec model) => new(model);

    private TracedInput Read(SpecBody body, SpecParameter parameter)
    {
        var place = StatedShape.Place(body, parameter.Name);
        if (parameter.Kind == SpecValueKind.Other)
        {
            throw new TraceStop(new Finding(
                "DLC0002",
                $"'{parameter.Name}' is neither a Tensor nor an IntTensor; numbers are const fields of the class",
                place));
        }

        if (parameter.Shape is not { } dims)
        {
            throw new TraceStop(new Finding(
                "DLC0009",
                $"'{parameter.Name}' needs a [Shape], such as [Shape(\"N\", 3)]: the network's shapes start there",
                place));
        }

        var shape = StatedShape.Of(body, parameter, dims, Note);
        var type = parameter.Kind == SpecValueKind.Tensor ? TensorType.Float(shape) : TensorType.Int(shape);
        return new TracedInput(parameter.Name, type, parameter.Type);
    }

    private Dim Note(string symbol)
    {
        if (!_symbols.Contains(symbol)) _symbols.Add(symbol);
        return Dim.Symbol(symbol);
    }

    /// <summary>A call must be able to solve for every symbol: <c>"T*H"</c> alone tells neither.</summary>
    private void CheckDetermined(ModelSpec model)
    {
        var unifier = new Unifier((_, _) => { });
        foreach (var input in Inputs.Concat(Labels))
        {
            var actual = Shape.Of(
                Enumerable.Range(0, input.Type.Rank).Select(axis => Dim.Symbol($"{input.Name}.{axis}")));
            unifier.Match(input.Type.Shape, actual, input.Name);
        }

        if (unifier.Unbound().FirstOrDefault() is not { } symbol) return;
        throw new TraceStop(new Finding(
            "DLC0007", $"no shape determines '{symbol.TrimStart('?')}': one dimension must have it as its only unknown", model.Place));
    }
}
