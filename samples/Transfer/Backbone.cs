using static DLCompiler.Ops;

namespace DLCompiler.Samples;

/// <summary>
/// Pictures in, 576 features out: the part that one network learns and another takes over. It has no batch norm, whose
/// running statistics would move on although its weights are frozen.
/// </summary>
[Block]
public sealed partial class Backbone
{
    [Conv2d(16, Kernel = 3, Padding = 1)]
    private partial Tensor Edges(Tensor image);

    [Conv2d(32, Kernel = 3, Padding = 1)]
    private partial Tensor Parts(Tensor x);

    [Conv2d(64, Kernel = 3, Padding = 1)]
    private partial Tensor Shapes(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image)
    {
        var edges = MaxPool2d(Relu(Edges(image)), 2);
        var parts = MaxPool2d(Relu(Parts(edges)), 2);
        return Flatten(MaxPool2d(Relu(Shapes(parts)), 2));
    }
}
