using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>Learns the classes of which there are many examples.</summary>
[Model]
public sealed partial class SourceClassifier
{
    [Layer<Backbone>]
    private partial Tensor Backbone(Tensor image);

    [Linear(5)]
    private partial Tensor SourceHead(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => SourceHead(Backbone(image));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
