using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// A model, or one use of a block: the prefix of its parameters' names, its place in the declaration order, and what
/// its symbols and sizes are bound to.
/// </summary>
internal sealed class NetworkInstance(
    NetworkSpec spec, string prefix, EquatableArray<int> order, Func<string, Dim?> symbols, Frame? user, int use)
{
    private readonly Dictionary<string, SpecBody> _helpers = spec.Helpers.ToDictionary(
        h => h.Id, StringComparer.Ordinal);

    public NetworkSpec Spec => spec;

    /// <summary>Empty for the model, else ends in a dot.</summary>
    public string Prefix => prefix;

    public EquatableArray<int> Order => order;

    /// <summary>The body whose expression <see cref="Use"/> calls this block; null for the model.</summary>
    public Frame? User => user;

    public int Use => use;

    public Dim? Symbol(string name) => symbols(name);

    /// <summary>A dimension in the network's own symbols.</summary>
    public Dim Dimension(string text)
    {
        try
        {
            return DimParser.Parse(text, Symbol);
        }
        catch (ShapeException e) when (e is { Rule: "DLC0008", Part: { } part }
            && spec.Constants.Contains(text.Substring(part.Start, part.Length)))
        {
            throw new ShapeException(
                e.Rule, $"'{text.Substring(part.Start, part.Length)}' is a const, which C# computes with: write {text} without quotes")
            {
                Part = part,
            };
        }
    }

    /// <summary>The layer of that name.</summary>
    public LayerSpec Layer(string name) => spec.Layers.First(l => l.Member.Name == name);

    public SpecBody Helper(string id) => _helpers[id];

    public KernelSpec Kernel(string id) => spec.Kernels.First(k => k.Id == id);
}
