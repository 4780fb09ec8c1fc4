using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit;

/// <summary>A tensor that the caller passes.</summary>
public sealed record ModelInput(string Name, TensorType Type);

/// <summary>A parameter or buffer, at its place in the store.</summary>
public sealed record ModelParameter(string Name, Shape Shape, Initializer Initializer, bool Trained);

/// <summary>What the programs of a model have in common: symbols, inputs (labels among them) and parameters, in order.</summary>
public sealed record ModelLayout(
    string Model, IReadOnlyList<string> Symbols, IReadOnlyList<ModelInput> Inputs, IReadOnlyList<ModelParameter> Parameters)
{
    private readonly Dictionary<string, int> _index =
        Parameters.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);

    /// <summary>The variables of a program that hold the symbols, in their order.</summary>
    public IEnumerable<string> Variables => Symbols.Select(Literals.Symbol);

    public static ModelLayout Of(string model, TracedModel traced) => new(
        model,
        traced.Symbols,
        [.. traced.Inputs.Concat(traced.Labels).Select(i => new ModelInput(i.Name, i.Type))],
        [.. traced.Parameters.Select(p => new ModelParameter(p.Name, p.Shape, p.Initializer, p.Trained))]);

    public int IndexOf(string parameter) => _index[parameter];
}
