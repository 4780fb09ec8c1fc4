using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Traces a block by itself, with its symbols and sizes left open.</summary>
internal static class BlockCheck
{
    public static void Run(BlockSpec block, IEnumerable<BlockSpec> blocks, CancellationToken cancellation)
    {
        var run = new TraceRun(
            blocks.ToDictionary(b => b.Type.MetadataName, StringComparer.Ordinal), false, cancellation)
        {
            OpenSizes = true,
        };
        var forward = block.Forward!;
        var instance = new NetworkInstance(block, "", [], Dim.Symbol, null, 0);
        foreach (var raw in block.Parameters) run.DeclareRawParameter(instance, raw, null);
        var frame = new Frame(instance, forward.Body, null, null);
        foreach (var parameter in forward.Body.Parameters)
        {
            if (parameter.Kind == SpecValueKind.Other || parameter.Shape is not { } dims) return;
            var place = ModelSignature.ParameterPlace(forward.Body, parameter.Name);
            frame.Declare(parameter.Name, new TensorValue(Declare(parameter, dims, place)));
        }

        StatementTracer.Run(run, frame);
    }

    private static Node Declare(SpecParameter parameter, EquatableArray<string> dims, SpecPlace place)
    {
        try
        {
            var shape = Shape.Of(dims.Select(d => DimParser.Parse(d)));
            var type = parameter.Kind == SpecValueKind.Tensor ? TensorType.Float(shape) : TensorType.Int(shape);
            var origin = new Origin(place.Body, place.Index, parameter.Name, parameter.Name, null);
            return new Node(new Input(parameter.Name, type)).From(origin);
        }
        catch (ShapeException e)
        {
            throw new TraceStop(new Finding(e.Rule, e.Message, place));
        }
    }
}
