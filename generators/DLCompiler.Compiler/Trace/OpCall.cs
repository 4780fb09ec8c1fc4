using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Tracing;

/// <summary>The arguments of a call of an op, evaluated.</summary>
internal sealed class OpCall(TraceRun run, IReadOnlyDictionary<string, Value> arguments) : CallArguments
{
    public override bool Training => run.Training;

    public override Value this[string name] => arguments.TryGetValue(name, out var value)
        ? value
        : throw new InvalidOperationException($"The op asks for '{name}', which its method does not have.");

    public override bool Has(string name) => arguments.TryGetValue(name, out var value) && value is not NullValue;

    public override int NextRandomStream() => run.NextRandomStream();
}
