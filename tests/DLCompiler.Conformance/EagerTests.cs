namespace DLCompiler.Conformance;

/// <summary>
/// The eager ops against PyTorch in float64. They are the oracle of the compiled kernels, so they are held to double
/// precision; what remains is the rounding of float constants.
/// </summary>
public class EagerTests
{
    private const double Tolerance = 1e-7;

    public static TheoryData<string> Cases => [.. OpCase.All.Select(c => c.Name)];

    public static TheoryData<string> Smooth =>
        [.. OpCase.All.Where(c => c.Differentiable && !c.Kink).Select(c => c.Name)];

    public static TheoryData<string> Families => [.. OpCase.All.Select(c => c.Family).Distinct()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result(string name)
    {
        OpCase op = Case(name);
        Tensor actual = op.Run(op);
        Assert.Equal(op.Fixtures.Shape($"{name}.out"), actual.Shape.ToArray());
        Metric.AssertNear(name, actual.Values, op.Expected, Tolerance);
    }

    /// <summary>PyTorch's gradients are the slopes of the eager op: the two agree on what is differentiated.</summary>
    [Theory]
    [MemberData(nameof(Smooth))]
    public void Slopes(string name)
    {
        const double Step = 1e-5;
        OpCase op = Case(name);
        foreach (string input in op.Gradients)
        {
            double[] values = op[input].Values.ToArray();
            IEnumerable<int> elements = Enumerable.Range(0, values.Length);
            double[] slopes = [.. elements.Select(i => (At(i, Step) - At(i, -Step)) / (2 * Step))];
            Metric.AssertNear($"{name}.{input}", slopes, op.Gradient(input), 1e-5, scale: 1e-3);

            double At(int i, double step)
            {
                double[] moved = [.. values];
                moved[i] += step;
                return op.Objective(input, moved);
            }
        }
    }

    /// <summary>The table and the fixtures were written together.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void EveryFixtureHasItsCase(string family)
    {
        IEnumerable<string> inFile = Fixtures.Of(family).Names
            .Where(n => n.EndsWith(".out", StringComparison.Ordinal)).Select(n => n[..^".out".Length]);
        Assert.Equal(inFile, OpCase.All.Where(c => c.Family == family).Select(c => c.Name));
    }

    private static OpCase Case(string name) => OpCase.All.Single(c => c.Name == name);
}
