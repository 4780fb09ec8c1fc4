using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>A lambda of a body, or a helper method, as the argument of an op: each invocation is a frame of its own.</summary>
internal sealed record TracedFunction(TraceRun Run, Frame Around, int Index, string? Name) : FunctionValue
{
    private Frame? _last;

    private SpecNode Node => Around.Body.Nodes[Index];

    private bool IsLambda => Node.Kind == SpecKind.Lambda;

    private SpecBody Body => IsLambda ? Around.Body : Around.Instance.Helper(Node.Text);

    private IReadOnlyList<string> Parameters =>
        IsLambda ? Node.Text.Split(',') : [.. Body.Parameters.Select(p => p.Name)];

    public override Value Invoke(IReadOnlyList<Value> arguments)
    {
        var lexical = IsLambda ? Around : Body.Parent is { } parent ? Around.Declaring(parent) : null;
        var caller = IsLambda ? Around.Caller : Around.OriginOf(Index, Name);
        _last = new Frame(Around.Instance, Body, lexical, caller) { IsStep = true };
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = Parameters[i];
            if (arguments[i] is TensorValue tensor)
                tensor.Node.From(new Origin(Around.Body.Id, Index, name, name, Around.Caller));
            _last.Declare(name, arguments[i]);
        }

        var (outside, isInBody) = (Run.TapObstacle, Run.IsInBody);
        Run.IsInBody = true;
        Run.TapObstacle ??= "an inside view is one value, but a step makes one each time; make it the step's output";
        var result = StatementTracer.Run(Run, _last, IsLambda ? Index + 1 : 0);
        (Run.TapObstacle, Run.IsInBody) = (outside, isInBody);
        return result;
    }

    public override Exception Refuse(ShapeException cause) =>
        _last is { Returned: > 0 } frame ? frame.Stop(cause.Rule, cause.Message, frame.Returned) : cause;
}
