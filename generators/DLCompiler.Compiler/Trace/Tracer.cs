using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Interprets a model's Forward and loss with abstract values, and so makes its graphs.</summary>
public static class Tracer
{
    /// <summary>The model's graphs; where it is refused, the finding that says why.</summary>
    public static TracedModel Trace(LinkedModel linked, CancellationToken cancellation = default)
    {
        if (linked.Model.Refusal is { } refusal) return new TracedModel { Findings = [refusal] };
        try
        {
            return new ModelTrace(linked, cancellation).Run();
        }
        catch (TraceStop stop)
        {
            return new TracedModel { Findings = [stop.Finding] };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new TracedModel { Findings = [Finding.Internal(linked.Model.Type.MetadataName, e, linked.Model.Place)] };
        }
    }

    /// <summary>
    /// What is wrong with a block whatever binds its symbols, or the calls of its code. A size that only a use can tell
    /// ends the check without either.
    /// </summary>
    public static BlockResult Check(
        BlockSpec block, IEnumerable<BlockSpec> blocks, CancellationToken cancellation = default)
    {
        if (block.Refusal is { } refusal) return new([refusal], null);
        try
        {
            return new([], BlockCheck.Run(block, blocks, cancellation));
        }
        catch (TraceStop stop)
        {
            return new(stop.Finding.Rule == "DLC0010" ? [] : [stop.Finding], null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new([Finding.Internal(block.Type.MetadataName, e, block.Place)], null);
        }
    }
}

/// <summary>What is wrong with a block, or its trace; neither where only a use can tell.</summary>
public sealed record BlockResult(IReadOnlyList<Finding> Findings, NetworkTrace? Code);
