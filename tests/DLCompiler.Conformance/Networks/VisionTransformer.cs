using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A transformer's encoder block, norms first.</summary>
[Block]
public sealed partial class VisionBlock
{
    private const int Heads = 4;

    [LayerNorm]
    private partial Tensor AttentionNorm(Tensor x);

    [Linear("3*C")]
    private partial Tensor QueryKeyValue(Tensor x);

    [Linear("C")]
    private partial Tensor Join(Tensor x);

    [LayerNorm]
    private partial Tensor MlpNorm(Tensor x);

    [Linear("2*C")]
    private partial Tensor Hidden(Tensor x);

    [Linear("C")]
    private partial Tensor Out(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T", "C")] Tensor x)
    {
        x += Attend(AttentionNorm(x));
        return x + Out(Gelu(Hidden(MlpNorm(x))));
    }

    private Tensor Attend(Tensor x)
    {
        var parts = Permute(Reshape(QueryKeyValue(x), "N", "T", 3, Heads, -1), 2, 0, 3, 1, 4);
        var weights = Softmax(MatMul(parts[0], Transpose(parts[1])) / MathF.Sqrt(x.Size(2) / Heads));
        return Join(Reshape(Permute(MatMul(weights, parts[2]), 0, 2, 1, 3), "N", "T", "C"));
    }
}

/// <summary>A Vision Transformer (Dosovitskiy et al. 2020) on small images.</summary>
[Model]
public sealed partial class VisionTransformer
{
    public const int Side = 16, Classes = 10;

    private const int Patch = 4, Rows = Side / Patch, Width = 32;

    [Linear(Width)]
    private partial Tensor Embed(Tensor patch);

    [Parameter(1, Width)]
    private partial Tensor ClassToken { get; }

    [Parameter(1 + Rows * Rows, Width)]
    private partial Tensor Position { get; }

    [Layer<VisionBlock>(Repeat = 3)]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm]
    private partial Tensor Normalize(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, Side, Side)] Tensor image)
    {
        var patches = Permute(Reshape(image, "N", 3, Rows, Patch, Rows, Patch), 0, 2, 4, 1, 3, 5);
        var tokens = Embed(Reshape(patches, "N", Rows * Rows, -1));
        var x = Concat([Broadcast(ClassToken, "N", 1, Width), tokens], axis: 1) + Position;
        return Classify(Normalize(Blocks(x))[.., 0]);
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class VisionTransformerTests() : NetworkTests<VisionTransformer, VisionTransformer.Trainer>("vit")
{
    private const int Images = 3;

    private static readonly float[] Image = Formula.Uniform(
        Input, Images * 3 * VisionTransformer.Side * VisionTransformer.Side);

    private static readonly int[] Class = Formula.Integers(Label, VisionTransformer.Classes, Images);

    protected override VisionTransformer Create() => new();

    protected override VisionTransformer.Trainer CreateTrainer(VisionTransformer model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(VisionTransformer model)
    {
        float[] logits = new float[Images * VisionTransformer.Classes];
        model.Predict(Image, logits);
        return [logits];
    }

    protected override float Gradients(VisionTransformer.Trainer trainer) => trainer.Gradients(Image, Class);

    protected override float Step(VisionTransformer.Trainer trainer) => trainer.Step(Image, Class);

    protected override Tensor EagerLoss(VisionTransformer model)
    {
        var image = new Tensor(Image, Images, 3, VisionTransformer.Side, VisionTransformer.Side);
        return model.Eager.Loss(image, new IntTensor(Class, Images), Mode.Training);
    }
}
