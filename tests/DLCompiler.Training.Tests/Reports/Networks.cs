using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Reports;

/// <summary>A block with a way around its layers.</summary>
[Block]
public sealed partial class MixBlock
{
    [LayerNorm]
    private partial Tensor Center(Tensor x);

    [Linear("2*C")]
    private partial Tensor Widen(Tensor x);

    [Linear("C")]
    private partial Tensor Narrow(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C")] Tensor x)
    {
        var wide = Widen(Center(x));
        return x + Narrow(Gelu(wide));
    }
}

/// <summary>Equal blocks in a row, of small pictures of digits.</summary>
[Model]
public sealed partial class MixNet
{
    public const int Side = 12;

    [Linear(48)]
    private partial Tensor Embed(Tensor x);

    [Layer<MixBlock>(Repeat = 4)]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm]
    private partial Tensor Last(Tensor x);

    [Linear(10)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", Side * Side)] Tensor image)
    {
        var first = Embed(image);
        return Classify(Last(Blocks(first) + first));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
