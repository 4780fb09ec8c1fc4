using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Tracing;

/// <summary>The arguments of a call of an op, evaluated.</summary>
/// <param name="prefix">That of the names of the model or block which calls.</param>
internal sealed class OpCall(TraceRun run, string prefix, IReadOnlyDictionary<string, Value> arguments) : CallArguments
{
    public override bool Training => run.Training;

    public override Value this[string name] => arguments.TryGetValue(name, out var value)
        ? value
        : throw new InvalidOperationException($"The op asks for '{name}', which its method does not have.");

    public override bool Has(string name) => arguments.TryGetValue(name, out var value) && value is not NullValue;

    public override int NextRandomStream() => run.NextRandomStream();

    public override void Tap(string name, Node value) => run.Tap(prefix + name, value);
}
