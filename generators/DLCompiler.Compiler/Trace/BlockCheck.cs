using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Traces a block by itself, with its symbols and sizes left open.</summary>
internal static class BlockCheck
{
    /// <summary>The trace; null where only a use can tell what the block takes.</summary>
    public static NetworkTrace? Run(BlockSpec block, IEnumerable<BlockSpec> blocks, CancellationToken cancellation)
    {
        var run = new TraceRun(
            blocks.ToDictionary(b => b.Type.MetadataName, StringComparer.Ordinal), true, cancellation)
        {
            OpenSizes = true,
        };
        var forward = block.Forward!;
        var instance = new NetworkInstance(block, "", [], Dim.Symbol, null, 0);
        var frame = new Frame(instance, forward.Body, null, null);
        LayerCheck.Run(run, frame);
        var symbols = block.Requirements.Count > 0 ? BlockSymbols.Of(block) : [];
        RequirementCheck.Run(run, frame, name => symbols.Contains(name) ? Dim.Symbol(name) : null);
        foreach (var raw in block.Parameters) run.DeclareRawParameter(frame, raw, null);
        foreach (var parameter in forward.Body.Parameters)
        {
            if (parameter.Kind == SpecValueKind.Other || parameter.Shape is not { } dims) return null;
            frame.Declare(parameter.Name, new TensorValue(Declare(forward.Body, parameter, dims)));
        }

        var value = StatementTracer.Run(run, frame);
        return run.ToTrace(block, [.. (value is TupleValue tuple ? tuple.Items : [value]).Select(v => v.AsNode()).OfType<Node>()], []);
    }

    private static Node Declare(SpecBody body, SpecParameter parameter, EquatableArray<string> dims)
    {
        var shape = StatedShape.Of(body, parameter, dims, Dim.Symbol);
        var type = parameter.Kind == SpecValueKind.Tensor ? TensorType.Float(shape) : TensorType.Int(shape);
        var place = StatedShape.Place(body, parameter.Name);
        var origin = new Origin(place.Body, place.Index, parameter.Name, parameter.Name, null);
        return new Node(new Input(parameter.Name, type)).From(origin);
    }
}
