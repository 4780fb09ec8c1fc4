using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>Two convolutions and a skip, which is one too where the shape changes.</summary>
[Block]
public sealed partial class BasicBlock
{
    [Conv2d("C", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv1(Tensor x);

    [BatchNorm]
    private partial Tensor Norm1(Tensor x);

    [Conv2d("C", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv2(Tensor x);

    [BatchNorm]
    private partial Tensor Norm2(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x) => Relu(Norm2(Conv2(Relu(Norm1(Conv1(x))))) + x);
}

/// <summary>The same, from one stage to the next: half as high and wide.</summary>
[Block]
public sealed partial class DownBlock
{
    [Conv2d("Out", Kernel = 3, Stride = 2, Padding = 1, Bias = false)]
    private partial Tensor Conv1(Tensor x);

    [BatchNorm]
    private partial Tensor Norm1(Tensor x);

    [Conv2d("Out", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv2(Tensor x);

    [BatchNorm]
    private partial Tensor Norm2(Tensor x);

    [Conv2d("Out", Kernel = 1, Stride = 2, Bias = false)]
    private partial Tensor Skip(Tensor x);

    [BatchNorm]
    private partial Tensor NormSkip(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x) =>
        Relu(Norm2(Conv2(Relu(Norm1(Conv1(x))))) + NormSkip(Skip(x)));
}

/// <summary>ResNet-18 (He et al. 2015) on images of 224 × 224.</summary>
[Block]
public sealed partial class ResNet18Layers
{
    [Size]
    private partial int Width { get; }

    [Conv2d("Width", Kernel = 7, Stride = 2, Padding = 3, Bias = false)]
    private partial Tensor Stem(Tensor x);

    [BatchNorm]
    private partial Tensor NormStem(Tensor x);

    [Layer<BasicBlock>(Repeat = 2)]
    private partial Tensor Stage1(Tensor x);

    [Layer<DownBlock>("Out", "2*Width")]
    private partial Tensor Down2(Tensor x);

    [Layer<BasicBlock>]
    private partial Tensor Stage2(Tensor x);

    [Layer<DownBlock>("Out", "4*Width")]
    private partial Tensor Down3(Tensor x);

    [Layer<BasicBlock>]
    private partial Tensor Stage3(Tensor x);

    [Layer<DownBlock>("Out", "8*Width")]
    private partial Tensor Down4(Tensor x);

    [Layer<BasicBlock>]
    private partial Tensor Stage4(Tensor x);

    [Linear(1000)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image)
    {
        var x = Stage1(MaxPool2d(Relu(NormStem(Stem(image))), 3, stride: 2, padding: 1));
        x = Stage4(Down4(Stage3(Down3(Stage2(Down2(x))))));
        return Classify(Mean(x, axes: [2, 3]));
    }
}

[Model]
public sealed partial class ResNet18
{
    [Layer<ResNet18Layers>("Width", 64)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class ResNet18Half
{
    [Layer<ResNet18Layers>("Width", 32)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class ResNet18Wider
{
    [Layer<ResNet18Layers>("Width", 80)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

[Model]
public sealed partial class ResNet18Double
{
    [Layer<ResNet18Layers>("Width", 128)]
    private partial Tensor Layers(Tensor image);

    [Forward]
    private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image) => Layers(image);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
