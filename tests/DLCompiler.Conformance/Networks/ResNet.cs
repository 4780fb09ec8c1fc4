using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>Two convolutions and a way past them, which is projected where the shape changes.</summary>
[Block]
public sealed partial class ResidualBlock
{
    [Size]
    private partial int Channels { get; }

    [Size]
    private partial int Stride { get; }

    [Conv2d("Channels", Kernel = 3, Stride = "Stride", Padding = 1, Bias = false)]
    private partial Tensor Conv1(Tensor x);

    [BatchNorm]
    private partial Tensor Norm1(Tensor x);

    [Conv2d("Channels", Kernel = 3, Padding = 1, Bias = false)]
    private partial Tensor Conv2(Tensor x);

    [BatchNorm]
    private partial Tensor Norm2(Tensor x);

    [Conv2d("Channels", Kernel = 1, Stride = "Stride", Bias = false)]
    private partial Tensor Project(Tensor x);

    [BatchNorm]
    private partial Tensor ProjectNorm(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x)
    {
        var y = Norm2(Conv2(Relu(Norm1(Conv1(x)))));
        if (Stride != 1 || x.Size(1) != Channels) x = ProjectNorm(Project(x));
        return Relu(y + x);
    }
}

/// <summary>ResNet-18 (He et al. 2015).</summary>
[Model]
public sealed partial class ResNet
{
    public const int Classes = 1000;

    [Conv2d(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false)]
    private partial Tensor Stem(Tensor image);

    [BatchNorm]
    private partial Tensor StemNorm(Tensor x);

    [Layer<ResidualBlock>("Channels", 64, "Stride", 1, Repeat = 2)]
    private partial Tensor Stage1(Tensor x);

    [Layer<ResidualBlock>("Channels", 128, "Stride", 2)]
    private partial Tensor Widen2(Tensor x);

    [Layer<ResidualBlock>("Channels", 128, "Stride", 1)]
    private partial Tensor Stage2(Tensor x);

    [Layer<ResidualBlock>("Channels", 256, "Stride", 2)]
    private partial Tensor Widen3(Tensor x);

    [Layer<ResidualBlock>("Channels", 256, "Stride", 1)]
    private partial Tensor Stage3(Tensor x);

    [Layer<ResidualBlock>("Channels", 512, "Stride", 2)]
    private partial Tensor Widen4(Tensor x);

    [Layer<ResidualBlock>("Channels", 512, "Stride", 1)]
    private partial Tensor Stage4(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, "H", "W")] Tensor image)
    {
        var h = MaxPool2d(Relu(StemNorm(Stem(image))), 3, stride: 2, padding: 1);
        h = Stage2(Widen2(Stage1(h)));
        h = Stage4(Widen4(Stage3(Widen3(h))));
        return Classify(GlobalAvgPool(h));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}
