namespace DLCompiler.Conformance;

/// <summary>One use of one op: its eager form, and its inputs, result and gradients in the fixture of its
/// family.</summary>
/// <param name="Family">The fixture file.</param>
/// <param name="Name">The prefix of the case's tensors there: <c>op.case</c>.</param>
/// <param name="Run">Runs the op eagerly on the case's inputs.</param>
public sealed partial record OpCase(string Family, string Name, Func<OpCase, Tensor> Run)
{
    /// <summary>An input with other values than the fixture's.</summary>
    private (string Input, double[] Values)? Moved { get; init; }

    /// <summary>Whether the fixture has gradients: comparisons have none.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Whether an input sits where the one-sided slopes differ, and their average is not the
    /// gradient.</summary>
    public bool Kink { get; init; }

    /// <summary>The fixture's file.</summary>
    public Fixtures Fixtures => Fixtures.Of(Family);

    /// <summary>The names of the inputs that have a gradient.</summary>
    public IEnumerable<string> Gradients => NamesUnder("grad");

    /// <summary>The names of all inputs.</summary>
    public IEnumerable<string> Inputs => NamesUnder("in");

    /// <summary>A float input.</summary>
    public Tensor this[string input] =>
        new(
            Moved?.Input == input ? Moved.Value.Values : Fixtures.Floats($"{Name}.in.{input}"),
            Fixtures.Shape($"{Name}.in.{input}"));

    /// <summary>An integer input.</summary>
    public IntTensor Integers(string input) =>
        new(Fixtures.Integers($"{Name}.in.{input}"), Fixtures.Shape($"{Name}.in.{input}"));

    /// <summary>PyTorch's result.</summary>
    public double[] Expected => Fixtures.Floats($"{Name}.out");

    /// <summary>The weight w of the scalar Σ result · w that gradients are of.</summary>
    public double[] Weight => Fixtures.Floats($"{Name}.weight");

    /// <summary>PyTorch's gradient of Σ result · w by an input.</summary>
    public double[] Gradient(string input) => Fixtures.Floats($"{Name}.grad.{input}");

    /// <summary>The scalar Σ result · w with one input replaced.</summary>
    public double Objective(string input, double[] values)
    {
        Tensor result = Run(this with { Moved = (input, values) });
        return result.Values.ToArray().Zip(Weight, (y, w) => y * w).Sum();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private IEnumerable<string> NamesUnder(string kind)
    {
        string prefix = $"{Name}.{kind}.";
        return Fixtures.Names
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..]);
    }
}
