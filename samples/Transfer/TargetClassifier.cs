using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>Learns the classes of which there are few: the same backbone under another head.</summary>
[Model]
public sealed partial class TargetClassifier
{
    [Layer<Backbone>]
    private partial Tensor Backbone(Tensor image);

    [Linear(5)]
    private partial Tensor TargetHead(Tensor features);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image) => TargetHead(Backbone(image));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
