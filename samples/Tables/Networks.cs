using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>
/// A hidden layer between features and classes. Dropout, of features too, keeps it from learning a few hundred rows by heart.
/// </summary>
[Block]
public sealed partial class HiddenLayer
{
    [Size]
    private partial int Classes { get; }

    [Linear(128)]
    private partial Tensor Hidden(Tensor x);

    [Linear("Classes")]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "F")] Tensor features) =>
        Classify(Dropout(Tanh(Hidden(Dropout(features, 0.2f))), 0.5f));
}

/// <summary>Wine: 13 measures, 3 cultivars.</summary>
[Model]
public sealed partial class WineNetwork
{
    [Layer<HiddenLayer>("Classes", 3)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 13)] Tensor features) => Classify(features);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The baseline: a logistic regression is a network of one layer.</summary>
[Model]
public sealed partial class WineRegression
{
    [Linear(3)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 13)] Tensor features) => Classify(features);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>Breast cancer: 30 measures, malignant or benign.</summary>
[Model]
public sealed partial class CancerNetwork
{
    [Layer<HiddenLayer>("Classes", 2)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 30)] Tensor features) => Classify(features);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The baseline for it.</summary>
[Model]
public sealed partial class CancerRegression
{
    [Linear(2)]
    private partial Tensor Classify(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 30)] Tensor features) => Classify(features);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
