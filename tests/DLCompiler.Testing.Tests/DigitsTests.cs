using Microsoft.CodeAnalysis;

namespace DLCompiler.Testing.Tests;

/// <summary>The tests that docs/testing.md shows.</summary>
public class DigitsTests
{
    private static readonly Tensor Images = new([1f, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1], 2, 6);
    private static readonly IntTensor Labels = new([0, 2], 2);

    [Fact]
    public void Generates_what_was_reviewed() =>
        ModelCompiler.CompileFiles(["Digits.cs"]).ShouldMatchSnapshot();

    [Fact]
    public void A_wrong_size_is_an_error()
    {
        var compilation = ModelCompiler.Compile("""
            [Model]
            public partial class Net
            {
                [Linear(3, In = 7)] private partial Tensor Score(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => Score(x);
            }
            """);
        var error = Assert.Single(compilation.Diagnostics);
        Assert.Equal("DLC1008", error.Id);
        Assert.Equal(3, error.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void The_rectifier_runs_in_the_first_product()
    {
        string kernels = ModelCompiler.CompileFiles(["Digits.cs"]).Stage("Predict/Fuse");
        Assert.Equal(2, kernels.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Compiled_and_eager_results_agree()
    {
        using var model = ModelCompiler.CompileFiles(["Digits.cs"]).Load(seed: 1);
        var compiled = model.Predict(Images);
        var eager = model.EagerForward<Tensor>(Images);
        Assert.Equal(eager.Values.ToArray(), compiled.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Gradients_are_right() => ModelGradients.Verify(new Digits(seed: 1), Images, Labels);
}
