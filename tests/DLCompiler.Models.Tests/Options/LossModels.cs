using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Two losses that are trained by, one with a weight, and a measure that is only looked at.</summary>
[Model]
public sealed partial class SeveralLosses
{
    [Linear(3)]
    private partial Tensor Encode(Tensor x);

    [Linear(5)]
    private partial Tensor Decode(Tensor code);

    [Forward]
    private (Tensor Output, Tensor Code) Forward([Shape("N", 5)] Tensor x)
    {
        var code = Tanh(Encode(x));
        return (Decode(code), code);
    }

    [Loss]
    private static Tensor Fit(Tensor output, Tensor code, [Shape("N", 5)] Tensor target) => Mse(output, target);

    [Loss(Weight = 0.25f, Name = "CodeSize")]
    private static Tensor Size(Tensor output, Tensor code) => Mean(Abs(code));

    [Loss(Weight = 0)]
    private static Tensor Hits(Tensor output, Tensor code, Tensor target) => Mean(Abs(output - target) < 0.5f);
}

/// <summary>The same, where a step returns what the first loss says.</summary>
[Model]
public sealed partial class ReportedLoss
{
    [Linear(3)]
    private partial Tensor Encode(Tensor x);

    [Linear(5)]
    private partial Tensor Decode(Tensor code);

    [Forward]
    private (Tensor Output, Tensor Code) Forward([Shape("N", 5)] Tensor x)
    {
        var code = Tanh(Encode(x));
        return (Decode(code), code);
    }

    [Loss(Reported = true)]
    private static Tensor Fit(Tensor output, Tensor code, [Shape("N", 5)] Tensor target) => Mse(output, target);

    [Loss(Weight = 0.25f)]
    private static Tensor Size(Tensor output, Tensor code) => Mean(Abs(code));
}

/// <summary>The weighted sum of the losses above, written by hand.</summary>
[Model]
public sealed partial class SummedLoss
{
    [Linear(3)]
    private partial Tensor Encode(Tensor x);

    [Linear(5)]
    private partial Tensor Decode(Tensor code);

    [Forward]
    private (Tensor Output, Tensor Code) Forward([Shape("N", 5)] Tensor x)
    {
        var code = Tanh(Encode(x));
        return (Decode(code), code);
    }

    [Loss]
    private static Tensor Loss(Tensor output, Tensor code, [Shape("N", 5)] Tensor target) =>
        Mse(output, target) + 0.25f * Mean(Abs(code));
}

/// <summary>A model that nobody trains.</summary>
[Model(Training = false)]
public sealed partial class Untrained
{
    [Linear(3)]
    private partial Tensor Classify(Tensor x);

    [Dropout(0.5f)]
    private partial Tensor Drop(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 5)] Tensor x) => Classify(Drop(x));

    [Loss]
    private static Tensor Loss(Tensor scores, [Shape("N")] IntTensor label) => CrossEntropy(scores, label);
}
