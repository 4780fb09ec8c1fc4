using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>A classifier that says which class it is, and the three likeliest.</summary>
[Model]
public partial class Chooser
{
    [Linear(9)]
    private partial Tensor Score(Tensor x);

    [Forward]
    private (Tensor Scores, IntTensor Best, Tensor Top, IntTensor Three) Forward([Shape("N", 6)] Tensor x)
    {
        var scores = Score(x);
        var (top, three) = TopK(Softmax(scores), 3);
        return (scores, ArgMax(scores), top, three);
    }

    [Loss]
    private static Tensor Fit(Tensor scores, IntTensor best, Tensor top, IntTensor three, [Shape("N")] IntTensor label) =>
        CrossEntropy(scores, label);

    [Loss(Weight = 0)]
    private static Tensor Right(Tensor scores, IntTensor best, Tensor top, IntTensor three, IntTensor label) =>
        Mean(Equal(best, label));
}
