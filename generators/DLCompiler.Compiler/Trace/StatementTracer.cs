using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Runs the statements of a body: conditions are constants, so loops unroll and branches are chosen.</summary>
internal sealed class StatementTracer(TraceRun run, Frame frame)
{
    private readonly ExpressionTracer _expressions = new(run, frame);
    private Value? _returned;

    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
    }

    /// <summary>Runs the body, or the part of it that is a lambda's, and gives what it returns.</summary>
    public static Value Run(TraceRun run, Frame frame, int start = 0)
    {
        var tracer = new StatementTracer(run, frame);
        tracer.Statement(start);
        return tracer._returned ?? new NullValue();
    }

    private SpecBody Body => frame.Body;

    private Flow Statement(int index)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        var node = Body.Nodes[index];
        switch (node.Kind)
        {
            case SpecKind.Block:
                foreach (int statement in Body.Children(index))
                {
                    if (Statement(statement) is var flow and not Flow.Next) return flow;
                }

                return Flow.Next;
            case SpecKind.Evaluate:
                _expressions.Evaluate(index + 1);
                return Flow.Next;
            case SpecKind.Declare:
                if (node.Extent > 1) frame.Declare(node.Text, _expressions.Evaluate(index + 1, node.Text));
                return Flow.Next;
            case SpecKind.If:
                if (_expressions.Flag(index + 1)) return Statement(Body.Child(index, 1));
                return Body.ChildCount(index) > 2 ? Statement(Body.Child(index, 2)) : Flow.Next;
            case SpecKind.For:
                return For(index);
            case SpecKind.ForEach:
                return ForEach(index);
            case SpecKind.Return:
                if (node.Extent > 1) _returned = _expressions.Evaluate(index + 1, frame.ResultName);
                frame.Returned = index + 1;
                return Flow.Return;
            case SpecKind.Break:
                return Flow.Break;
            case SpecKind.Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"{node.Kind} is no statement.");
        }
    }

    private Flow For(int index)
    {
        int condition = Body.Child(index, 1), increment = Body.Child(index, 2), body = Body.Child(index, 3);
        Statement(index + 1);
        for (int iteration = 0; _expressions.Flag(condition); iteration++)
        {
            if (iteration == Limits.Unrolled)
                throw frame.Stop("DLC0010", $"the loop does not end within {Limits.Unrolled} rounds", condition);
            var flow = Statement(body);
            if (flow == Flow.Return) return flow;
            if (flow == Flow.Break) break;
            Statement(increment);
        }

        return Flow.Next;
    }

    private Flow ForEach(int index)
    {
        int collection = Body.Child(index, 1), body = Body.Child(index, 2);
        foreach (var item in _expressions.List(collection).Items)
        {
            _expressions.Assign(index + 1, item);
            var flow = Statement(body);
            if (flow == Flow.Return) return flow;
            if (flow == Flow.Break) break;
        }

        return Flow.Next;
    }
}
