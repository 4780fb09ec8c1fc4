using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>Every layer with parameters, each on an input of its own; the same as LAYERS in fixtures/layers.py.</summary>
[Model]
public sealed partial class LayersModel
{
    [Parameter(3, 7)]
    private partial Tensor LastX { get; }

    [LayerNorm]
    private partial Tensor Last(Tensor x);

    [Parameter(2, 3, 5)]
    private partial Tensor LastPlainX { get; }

    [LayerNorm(Epsilon = 0.0078125f, Affine = false)]
    private partial Tensor LastPlain(Tensor x);

    [Parameter(4, 6)]
    private partial Tensor RootX { get; }

    [RmsNorm(Epsilon = 0.0009765625f)]
    private partial Tensor Root(Tensor x);

    [Parameter(2, 4, 3, 2)]
    private partial Tensor GroupsX { get; }

    [GroupNorm(2)]
    private partial Tensor Groups(Tensor x);

    [Parameter(2, 3, 4)]
    private partial Tensor InstanceX { get; }

    [InstanceNorm]
    private partial Tensor Instance(Tensor x);

    [Parameter(2, 3, 2, 4)]
    private partial Tensor InstanceAffineX { get; }

    [InstanceNorm(Affine = true)]
    private partial Tensor InstanceAffine(Tensor x);

    [Parameter(6, 4)]
    private partial Tensor BatchX { get; }

    [BatchNorm]
    private partial Tensor Batch(Tensor x);

    [Parameter(3, 4, 2, 3)]
    private partial Tensor BatchImageX { get; }

    [BatchNorm(Epsilon = 0.0009765625f, Momentum = 0.25f)]
    private partial Tensor BatchImage(Tensor x);

    [Parameter(8, 4)]
    private partial Tensor BatchTwiceX { get; }

    [BatchNorm]
    private partial Tensor BatchTwice(Tensor x);

    [Parameter(3, 5)]
    private partial Tensor SlopeX { get; }

    [Prelu]
    private partial Tensor Slope(Tensor x);

    [Parameter(2, 3, 4)]
    private partial Tensor SlopesX { get; }

    [Prelu(PerChannel = true)]
    private partial Tensor Slopes(Tensor x);

    [Parameter(4, 5)]
    private partial Tensor FormX { get; }

    [Parameter(4, 2)]
    private partial Tensor FormY { get; }

    [Bilinear(3)]
    private partial Tensor Form(Tensor x, Tensor y);

    [Parameter(2, 4, 6)]
    private partial Tensor SelfX { get; }

    [MultiHeadAttention(2, Causal = true)]
    private partial Tensor Self(Tensor x);

    [Parameter(2, 4, 6)]
    private partial Tensor SelfPaddedX { get; }

    [MultiHeadAttention(3, Bias = false)]
    private partial Tensor SelfPadded(Tensor x, IntTensor lengths);

    [Parameter(2, 3, 4)]
    private partial Tensor CrossX { get; }

    [Parameter(2, 5, 4)]
    private partial Tensor CrossY { get; }

    [MultiHeadAttention(2)]
    private partial Tensor Cross(Tensor x, Tensor memory);

    [Parameter(2, 3, 4)]
    private partial Tensor NarrowX { get; }

    [Parameter(2, 5, 3)]
    private partial Tensor NarrowY { get; }

    [Parameter(2, 5, 5)]
    private partial Tensor NarrowZ { get; }

    [MultiHeadAttention(2)]
    private partial Tensor Narrow(Tensor query, Tensor key, Tensor value);

    [Forward]
    private Tensor Forward([Shape(2)] IntTensor lengths) =>
        Concat(
            [
                Reshape(Last(LastX), -1), Reshape(LastPlain(LastPlainX), -1), Reshape(Root(RootX), -1),
                Reshape(Groups(GroupsX), -1), Reshape(Instance(InstanceX), -1),
                Reshape(InstanceAffine(InstanceAffineX), -1), Reshape(Batch(BatchX), -1),
                Reshape(BatchImage(BatchImageX), -1), Reshape(BatchTwice(BatchTwiceX[..4]), -1),
                Reshape(BatchTwice(BatchTwiceX[4..]), -1), Reshape(Slope(SlopeX), -1), Reshape(Slopes(SlopesX), -1),
                Reshape(Form(FormX, FormY), -1), Reshape(Self(SelfX), -1),
                Reshape(SelfPadded(SelfPaddedX, lengths), -1), Reshape(Cross(CrossX, CrossY), -1),
                Reshape(Narrow(NarrowX, NarrowY, NarrowZ), -1),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(518)] Tensor weight) => Sum(result * weight);
}
