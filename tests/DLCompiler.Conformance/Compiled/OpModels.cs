// Written by fixtures/make_fixtures.py from fixtures/*_cases.py: change the case there.
using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>
/// The family arithmetic as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ArithmeticModel
{
    [Parameter(3, 5)]
    private partial Tensor AddSameX { get; }

    [Parameter(3, 5)]
    private partial Tensor AddSameY { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor AddRowX { get; }

    [Parameter(5)]
    private partial Tensor AddRowY { get; }

    [Parameter(4, 1)]
    private partial Tensor AddOuterX { get; }

    [Parameter(1, 7)]
    private partial Tensor AddOuterY { get; }

    [Parameter(3, 1)]
    private partial Tensor AddColumnX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor AddColumnY { get; }

    [Parameter(3, 5)]
    private partial Tensor AddFloatRightX { get; }

    [Parameter(3, 5)]
    private partial Tensor AddFloatLeftX { get; }

    [Parameter(3, 5)]
    private partial Tensor SubtractSameX { get; }

    [Parameter(3, 5)]
    private partial Tensor SubtractSameY { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor SubtractRowX { get; }

    [Parameter(5)]
    private partial Tensor SubtractRowY { get; }

    [Parameter(4, 1)]
    private partial Tensor SubtractOuterX { get; }

    [Parameter(1, 7)]
    private partial Tensor SubtractOuterY { get; }

    [Parameter(3, 1)]
    private partial Tensor SubtractColumnX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor SubtractColumnY { get; }

    [Parameter(3, 5)]
    private partial Tensor SubtractFloatRightX { get; }

    [Parameter(3, 5)]
    private partial Tensor SubtractFloatLeftX { get; }

    [Parameter(3, 5)]
    private partial Tensor MultiplySameX { get; }

    [Parameter(3, 5)]
    private partial Tensor MultiplySameY { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor MultiplyRowX { get; }

    [Parameter(5)]
    private partial Tensor MultiplyRowY { get; }

    [Parameter(4, 1)]
    private partial Tensor MultiplyOuterX { get; }

    [Parameter(1, 7)]
    private partial Tensor MultiplyOuterY { get; }

    [Parameter(3, 1)]
    private partial Tensor MultiplyColumnX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor MultiplyColumnY { get; }

    [Parameter(3, 5)]
    private partial Tensor MultiplyFloatRightX { get; }

    [Parameter(3, 5)]
    private partial Tensor MultiplyFloatLeftX { get; }

    [Parameter(3, 5)]
    private partial Tensor DivideSameX { get; }

    [Parameter(3, 5)]
    private partial Tensor DivideSameY { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor DivideRowX { get; }

    [Parameter(5)]
    private partial Tensor DivideRowY { get; }

    [Parameter(4, 1)]
    private partial Tensor DivideOuterX { get; }

    [Parameter(1, 7)]
    private partial Tensor DivideOuterY { get; }

    [Parameter(3, 1)]
    private partial Tensor DivideColumnX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor DivideColumnY { get; }

    [Parameter(3, 5)]
    private partial Tensor DivideFloatRightX { get; }

    [Parameter(3, 5)]
    private partial Tensor DivideFloatLeftX { get; }

    [Parameter(3, 5)]
    private partial Tensor NegPlainX { get; }

    [Parameter(3, 5)]
    private partial Tensor NegMinusX { get; }

    [Parameter(3, 5)]
    private partial Tensor AbsPlainX { get; }

    [Parameter(3)]
    private partial Tensor AbsZeroX { get; }

    [Parameter(3, 5)]
    private partial Tensor ExpPlainX { get; }

    [Parameter(5)]
    private partial Tensor ExpWideX { get; }

    [Parameter(3, 5)]
    private partial Tensor LogPlainX { get; }

    [Parameter(5)]
    private partial Tensor LogWideX { get; }

    [Parameter(3, 5)]
    private partial Tensor SqrtPlainX { get; }

    [Parameter(3, 5)]
    private partial Tensor RsqrtPlainX { get; }

    [Parameter(3, 5)]
    private partial Tensor SquarePlainX { get; }

    [Parameter(3, 5)]
    private partial Tensor PowCubeX { get; }

    [Parameter(3, 5)]
    private partial Tensor PowFractionX { get; }

    [Parameter(3, 5)]
    private partial Tensor PowNegativeX { get; }

    [Parameter(3, 5)]
    private partial Tensor PowTensorX { get; }

    [Parameter(5)]
    private partial Tensor PowTensorExponent { get; }

    [Parameter(3, 7)]
    private partial Tensor ClampPlainX { get; }

    [Parameter(3, 5)]
    private partial Tensor MaxTwoX { get; }

    [Parameter(5)]
    private partial Tensor MaxTwoY { get; }

    [Parameter(3)]
    private partial Tensor MaxTiesX { get; }

    [Parameter(3)]
    private partial Tensor MaxTiesY { get; }

    [Parameter(3, 5)]
    private partial Tensor MaxNumberX { get; }

    [Parameter(3, 5)]
    private partial Tensor MinTwoX { get; }

    [Parameter(3, 1)]
    private partial Tensor MinTwoY { get; }

    [Parameter(3)]
    private partial Tensor MinTiesX { get; }

    [Parameter(3)]
    private partial Tensor MinTiesY { get; }

    [Parameter(3, 5)]
    private partial Tensor MinNumberX { get; }

    [Buffer(3, 5)]
    private partial Tensor WhereSameCondition { get; }

    [Parameter(3, 5)]
    private partial Tensor WhereSameX { get; }

    [Parameter(3, 5)]
    private partial Tensor WhereSameY { get; }

    [Parameter(3, 1)]
    private partial Tensor WhereBroadcastX { get; }

    [Parameter(5)]
    private partial Tensor WhereBroadcastY { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(AddSameX + AddSameY, 15),
                Reshape(AddRowX + AddRowY, 60),
                Reshape(AddOuterX + AddOuterY, 28),
                Reshape(AddColumnX + AddColumnY, 24),
                Reshape(AddFloatRightX + 1.5f, 15),
                Reshape(1.5f + AddFloatLeftX, 15),
                Reshape(SubtractSameX - SubtractSameY, 15),
                Reshape(SubtractRowX - SubtractRowY, 60),
                Reshape(SubtractOuterX - SubtractOuterY, 28),
                Reshape(SubtractColumnX - SubtractColumnY, 24),
                Reshape(SubtractFloatRightX - 1.5f, 15),
                Reshape(1.5f - SubtractFloatLeftX, 15),
                Reshape(MultiplySameX * MultiplySameY, 15),
                Reshape(MultiplyRowX * MultiplyRowY, 60),
                Reshape(MultiplyOuterX * MultiplyOuterY, 28),
                Reshape(MultiplyColumnX * MultiplyColumnY, 24),
                Reshape(MultiplyFloatRightX * 1.5f, 15),
                Reshape(1.5f * MultiplyFloatLeftX, 15),
                Reshape(DivideSameX / DivideSameY, 15),
                Reshape(DivideRowX / DivideRowY, 60),
                Reshape(DivideOuterX / DivideOuterY, 28),
                Reshape(DivideColumnX / DivideColumnY, 24),
                Reshape(DivideFloatRightX / 1.5f, 15),
                Reshape(1.5f / DivideFloatLeftX, 15),
                Reshape(Neg(NegPlainX), 15),
                Reshape(-NegMinusX, 15),
                Reshape(Abs(AbsPlainX), 15),
                Reshape(Abs(AbsZeroX), 3),
                Reshape(Exp(ExpPlainX), 15),
                Reshape(Exp(ExpWideX), 5),
                Reshape(Log(LogPlainX), 15),
                Reshape(Log(LogWideX), 5),
                Reshape(Sqrt(SqrtPlainX), 15),
                Reshape(Rsqrt(RsqrtPlainX), 15),
                Reshape(Square(SquarePlainX), 15),
                Reshape(Pow(PowCubeX, 3), 15),
                Reshape(Pow(PowFractionX, 0.75f), 15),
                Reshape(Pow(PowNegativeX, -2), 15),
                Reshape(Pow(PowTensorX, PowTensorExponent), 15),
                Reshape(Clamp(ClampPlainX, -0.5f, 0.75f), 21),
                Reshape(Max(MaxTwoX, MaxTwoY), 15),
                Reshape(Max(MaxTiesX, MaxTiesY), 3),
                Reshape(Max(MaxNumberX, 0.25f), 15),
                Reshape(Min(MinTwoX, MinTwoY), 15),
                Reshape(Min(MinTiesX, MinTiesY), 3),
                Reshape(Min(0.25f, MinNumberX), 15),
                Reshape(Where(WhereSameCondition, WhereSameX, WhereSameY), 15),
                Reshape(Where(WhereBroadcastX > WhereBroadcastY, WhereBroadcastX, 0.5f * WhereBroadcastY), 15),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(938)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family comparisons as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model(Training = false)]
public sealed partial class ComparisonsModel
{
    [Buffer(3, 5)]
    private partial Tensor LessMethodX { get; }

    [Buffer(5)]
    private partial Tensor LessMethodY { get; }

    [Buffer(3, 5)]
    private partial Tensor LessOperatorX { get; }

    [Buffer(3, 5)]
    private partial Tensor LessEqualMethodX { get; }

    [Buffer(5)]
    private partial Tensor LessEqualMethodY { get; }

    [Buffer(3, 5)]
    private partial Tensor LessEqualOperatorX { get; }

    [Buffer(3, 5)]
    private partial Tensor GreaterMethodX { get; }

    [Buffer(5)]
    private partial Tensor GreaterMethodY { get; }

    [Buffer(3, 5)]
    private partial Tensor GreaterOperatorX { get; }

    [Buffer(3, 5)]
    private partial Tensor GreaterEqualMethodX { get; }

    [Buffer(5)]
    private partial Tensor GreaterEqualMethodY { get; }

    [Buffer(3, 5)]
    private partial Tensor GreaterEqualOperatorX { get; }

    [Buffer(3, 5)]
    private partial Tensor EqualMethodX { get; }

    [Buffer(5)]
    private partial Tensor EqualMethodY { get; }

    [Buffer(3, 5)]
    private partial Tensor NotEqualMethodX { get; }

    [Buffer(5)]
    private partial Tensor NotEqualMethodY { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Less(LessMethodX, LessMethodY), 15),
                Reshape(LessOperatorX < 1.5f, 15),
                Reshape(LessEqual(LessEqualMethodX, LessEqualMethodY), 15),
                Reshape(LessEqualOperatorX <= 1.5f, 15),
                Reshape(Greater(GreaterMethodX, GreaterMethodY), 15),
                Reshape(GreaterOperatorX > 1.5f, 15),
                Reshape(GreaterEqual(GreaterEqualMethodX, GreaterEqualMethodY), 15),
                Reshape(GreaterEqualOperatorX >= 1.5f, 15),
                Reshape(Equal(EqualMethodX, EqualMethodY), 15),
                Reshape(NotEqual(NotEqualMethodX, NotEqualMethodY), 15),
            ],
            axis: 0);
}

/// <summary>
/// The family activations as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ActivationsModel
{
    [Parameter(3, 7)]
    private partial Tensor TanhPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor SigmoidPlainX { get; }

    [Parameter(5)]
    private partial Tensor SigmoidWideX { get; }

    [Parameter(3, 7)]
    private partial Tensor ReluPlainX { get; }

    [Parameter(3)]
    private partial Tensor ReluZeroX { get; }

    [Parameter(3, 7)]
    private partial Tensor LeakyReluDefaultX { get; }

    [Parameter(3, 7)]
    private partial Tensor LeakyReluSlopeX { get; }

    [Parameter(3, 7)]
    private partial Tensor EluDefaultX { get; }

    [Parameter(3, 7)]
    private partial Tensor EluAlphaX { get; }

    [Parameter(3, 7)]
    private partial Tensor GeluErfX { get; }

    [Parameter(3, 7)]
    private partial Tensor GeluTanhX { get; }

    [Parameter(3, 7)]
    private partial Tensor SiluPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor SoftplusPlainX { get; }

    [Parameter(5)]
    private partial Tensor SoftplusWideX { get; }

    [Parameter(4, 9)]
    private partial Tensor SoftmaxLastX { get; }

    [Parameter(4, 3)]
    private partial Tensor SoftmaxFirstX { get; }

    [Parameter(2, 5, 3)]
    private partial Tensor SoftmaxMiddleX { get; }

    [Parameter(3, 5)]
    private partial Tensor SoftmaxLargeX { get; }

    [Parameter(4, 9)]
    private partial Tensor LogSoftmaxLastX { get; }

    [Parameter(4, 3)]
    private partial Tensor LogSoftmaxFirstX { get; }

    [Parameter(2, 5, 3)]
    private partial Tensor LogSoftmaxMiddleX { get; }

    [Parameter(3, 5)]
    private partial Tensor LogSoftmaxLargeX { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Tanh(TanhPlainX), 21),
                Reshape(Sigmoid(SigmoidPlainX), 21),
                Reshape(Sigmoid(SigmoidWideX), 5),
                Reshape(Relu(ReluPlainX), 21),
                Reshape(Relu(ReluZeroX), 3),
                Reshape(LeakyRelu(LeakyReluDefaultX), 21),
                Reshape(LeakyRelu(LeakyReluSlopeX, negativeSlope: 0.25f), 21),
                Reshape(Elu(EluDefaultX), 21),
                Reshape(Elu(EluAlphaX, alpha: 0.5f), 21),
                Reshape(Gelu(GeluErfX), 21),
                Reshape(Gelu(GeluTanhX, approximate: true), 21),
                Reshape(Silu(SiluPlainX), 21),
                Reshape(Softplus(SoftplusPlainX), 21),
                Reshape(Softplus(SoftplusWideX), 5),
                Reshape(Softmax(SoftmaxLastX), 36),
                Reshape(Softmax(SoftmaxFirstX, axis: 0), 12),
                Reshape(Softmax(SoftmaxMiddleX, axis: 1), 30),
                Reshape(Softmax(SoftmaxLargeX), 15),
                Reshape(LogSoftmax(LogSoftmaxLastX), 36),
                Reshape(LogSoftmax(LogSoftmaxFirstX, axis: 0), 12),
                Reshape(LogSoftmax(LogSoftmaxMiddleX, axis: 1), 30),
                Reshape(LogSoftmax(LogSoftmaxLargeX), 15),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(430)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family reductions as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ReductionsModel
{
    [Parameter(3, 19)]
    private partial Tensor SumLastX { get; }

    [Parameter(4, 5)]
    private partial Tensor SumKeepX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor SumMiddleX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor SumAxesX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor SumAxesKeepX { get; }

    [Parameter(4, 5)]
    private partial Tensor SumAllX { get; }

    [Parameter(3, 19)]
    private partial Tensor MeanLastX { get; }

    [Parameter(4, 5)]
    private partial Tensor MeanKeepX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MeanMiddleX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MeanAxesX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MeanAxesKeepX { get; }

    [Parameter(4, 5)]
    private partial Tensor MeanAllX { get; }

    [Parameter(3, 19)]
    private partial Tensor MaxLastX { get; }

    [Parameter(4, 5)]
    private partial Tensor MaxKeepX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MaxMiddleX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MaxAxesX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MaxAxesKeepX { get; }

    [Parameter(4, 5)]
    private partial Tensor MaxAllX { get; }

    [Parameter(3, 19)]
    private partial Tensor MinLastX { get; }

    [Parameter(4, 5)]
    private partial Tensor MinKeepX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MinMiddleX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MinAxesX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor MinAxesKeepX { get; }

    [Parameter(4, 5)]
    private partial Tensor MinAllX { get; }

    [Parameter(3, 19)]
    private partial Tensor LogSumExpLastX { get; }

    [Parameter(4, 5)]
    private partial Tensor LogSumExpKeepX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor LogSumExpMiddleX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor LogSumExpAxesX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor LogSumExpAxesKeepX { get; }

    [Parameter(4, 5)]
    private partial Tensor LogSumExpAllX { get; }

    [Parameter(3)]
    private partial Tensor MaxTiedX { get; }

    [Parameter(3, 5)]
    private partial Tensor LogSumExpLargeX { get; }

    [Parameter(3, 19)]
    private partial Tensor VarianceLastX { get; }

    [Parameter(5, 4)]
    private partial Tensor VarianceUnbiasedX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor VarianceAxesKeepX { get; }

    [Parameter(2, 9)]
    private partial Tensor VarianceOffsetX { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Sum(SumLastX, axis: -1), 3),
                Reshape(Sum(SumKeepX, axis: 0, keepDims: true), 5),
                Reshape(Sum(SumMiddleX, axis: 1), 6),
                Reshape(Sum(SumAxesX, axes: [0, 2]), 4),
                Reshape(Sum(SumAxesKeepX, axes: [1, -1], keepDims: true), 2),
                Reshape(Sum(SumAllX), 1),
                Reshape(Mean(MeanLastX, axis: -1), 3),
                Reshape(Mean(MeanKeepX, axis: 0, keepDims: true), 5),
                Reshape(Mean(MeanMiddleX, axis: 1), 6),
                Reshape(Mean(MeanAxesX, axes: [0, 2]), 4),
                Reshape(Mean(MeanAxesKeepX, axes: [1, -1], keepDims: true), 2),
                Reshape(Mean(MeanAllX), 1),
                Reshape(Max(MaxLastX, axis: -1), 3),
                Reshape(Max(MaxKeepX, axis: 0, keepDims: true), 5),
                Reshape(Max(MaxMiddleX, axis: 1), 6),
                Reshape(Max(MaxAxesX, axes: [0, 2]), 4),
                Reshape(Max(MaxAxesKeepX, axes: [1, -1], keepDims: true), 2),
                Reshape(Max(MaxAllX), 1),
                Reshape(Min(MinLastX, axis: -1), 3),
                Reshape(Min(MinKeepX, axis: 0, keepDims: true), 5),
                Reshape(Min(MinMiddleX, axis: 1), 6),
                Reshape(Min(MinAxesX, axes: [0, 2]), 4),
                Reshape(Min(MinAxesKeepX, axes: [1, -1], keepDims: true), 2),
                Reshape(Min(MinAllX), 1),
                Reshape(LogSumExp(LogSumExpLastX, axis: -1), 3),
                Reshape(LogSumExp(LogSumExpKeepX, axis: 0, keepDims: true), 5),
                Reshape(LogSumExp(LogSumExpMiddleX, axis: 1), 6),
                Reshape(LogSumExp(LogSumExpAxesX, axes: [0, 2]), 4),
                Reshape(LogSumExp(LogSumExpAxesKeepX, axes: [1, -1], keepDims: true), 2),
                Reshape(LogSumExp(LogSumExpAllX), 1),
                Reshape(Max(MaxTiedX, axis: -1), 1),
                Reshape(LogSumExp(LogSumExpLargeX, axis: -1), 3),
                Reshape(Variance(VarianceLastX, axis: -1), 3),
                Reshape(Variance(VarianceUnbiasedX, axis: 0, unbiased: true), 4),
                Reshape(Variance(VarianceAxesKeepX, axes: [0, 2], keepDims: true), 4),
                Reshape(Variance(VarianceOffsetX, axis: -1), 2),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(122)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family movement as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class MovementModel
{
    [Parameter(2, 3, 4)]
    private partial Tensor ReshapePlainX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor ReshapeFreeX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor FlattenDefaultX { get; }

    [Parameter(2, 3, 2, 2)]
    private partial Tensor FlattenStartX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor TransposeLastX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor TransposeAxesX { get; }

    [Parameter(2, 3, 4, 2)]
    private partial Tensor PermutePlainX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor PermuteCycleX { get; }

    [Parameter(2, 3)]
    private partial Tensor ConcatRowsX { get; }

    [Parameter(1, 3)]
    private partial Tensor ConcatRowsY { get; }

    [Parameter(2, 3)]
    private partial Tensor ConcatThreeX { get; }

    [Parameter(2, 5)]
    private partial Tensor ConcatThreeY { get; }

    [Parameter(2, 3)]
    private partial Tensor StackFirstX { get; }

    [Parameter(2, 3)]
    private partial Tensor StackFirstY { get; }

    [Parameter(2, 3)]
    private partial Tensor StackLastX { get; }

    [Parameter(2, 3)]
    private partial Tensor StackLastY { get; }

    [Parameter(2, 6)]
    private partial Tensor SplitPartsX { get; }

    [Parameter(6, 3)]
    private partial Tensor SplitSizesX { get; }

    [Parameter(2, 6)]
    private partial Tensor SplitSwapX { get; }

    [Parameter(4, 5)]
    private partial Tensor SliceRangeX { get; }

    [Parameter(2, 5, 3)]
    private partial Tensor SliceEndsX { get; }

    [Parameter(4, 5)]
    private partial Tensor SliceIndexX { get; }

    [Parameter(3, 4)]
    private partial Tensor SliceTwiceX { get; }

    [Parameter(3, 1, 4)]
    private partial Tensor SqueezePlainX { get; }

    [Parameter(3, 4)]
    private partial Tensor UnsqueezeFirstX { get; }

    [Parameter(3, 4)]
    private partial Tensor UnsqueezeLastX { get; }

    [Parameter(3, 1)]
    private partial Tensor BroadcastAxisX { get; }

    [Parameter(4)]
    private partial Tensor BroadcastRankX { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Reshape(ReshapePlainX, 6, 4), 24),
                Reshape(Reshape(ReshapeFreeX, 4, -1), 24),
                Reshape(Flatten(FlattenDefaultX), 24),
                Reshape(Flatten(FlattenStartX, startAxis: 2), 24),
                Reshape(Transpose(TransposeLastX), 24),
                Reshape(Transpose(TransposeAxesX, 0, 2), 24),
                Reshape(Permute(PermutePlainX, 0, 2, 1, 3), 48),
                Reshape(Permute(PermuteCycleX, 2, 0, 1), 24),
                Reshape(Concat([ConcatRowsX, ConcatRowsY], axis: 0), 9),
                Reshape(Concat([ConcatThreeX, ConcatThreeY, ConcatThreeX], axis: -1), 22),
                Reshape(Stack([StackFirstX, StackFirstY], axis: 0), 12),
                Reshape(Stack([StackLastX, StackLastY], axis: -1), 12),
                Reshape(Split(SplitPartsX, parts: 3, axis: 1)[1], 4),
                Reshape(Split(SplitSizesX, sizes: [2, 4], axis: 0)[1], 12),
                Reshape(Concat([Split(SplitSwapX, parts: 2, axis: -1)[1], Split(SplitSwapX, parts: 2, axis: -1)[0]],
                    axis: -1), 12),
                Reshape(SliceRangeX[1..3], 10),
                Reshape(SliceEndsX[.., 1..^1, 0], 6),
                Reshape(SliceIndexX[^1], 5),
                Reshape(SliceTwiceX[0..2] + SliceTwiceX[1..3], 8),
                Reshape(Squeeze(SqueezePlainX, 1), 12),
                Reshape(Unsqueeze(UnsqueezeFirstX, 0), 12),
                Reshape(Unsqueeze(UnsqueezeLastX, -1), 12),
                Reshape(Broadcast(BroadcastAxisX, 3, 4), 12),
                Reshape(Broadcast(BroadcastRankX, 2, 3, 4), 24),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(400)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family contractions as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ContractionsModel
{
    [Parameter(5, 7)]
    private partial Tensor MatMulPlainA { get; }

    [Parameter(7, 3)]
    private partial Tensor MatMulPlainB { get; }

    [Parameter(3, 33)]
    private partial Tensor MatMulWideA { get; }

    [Parameter(33, 20)]
    private partial Tensor MatMulWideB { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor MatMulBatchedA { get; }

    [Parameter(2, 4, 5)]
    private partial Tensor MatMulBatchedB { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor MatMulSharedRightA { get; }

    [Parameter(4, 5)]
    private partial Tensor MatMulSharedRightB { get; }

    [Parameter(2, 1, 3, 4)]
    private partial Tensor MatMulBroadcastA { get; }

    [Parameter(3, 4, 2)]
    private partial Tensor MatMulBroadcastB { get; }

    [Parameter(5, 7)]
    private partial Tensor MatMulTransposedA { get; }

    [Parameter(3, 7)]
    private partial Tensor MatMulTransposedB { get; }

    [Parameter(6)]
    private partial Tensor MatMulVectorsA { get; }

    [Parameter(6)]
    private partial Tensor MatMulVectorsB { get; }

    [Parameter(2, 5, 6)]
    private partial Tensor MatMulMatrixVectorA { get; }

    [Parameter(6)]
    private partial Tensor MatMulMatrixVectorB { get; }

    [Parameter(6)]
    private partial Tensor MatMulVectorMatrixA { get; }

    [Parameter(6, 4)]
    private partial Tensor MatMulVectorMatrixB { get; }

    [Parameter(5, 7)]
    private partial Tensor LinearBiasX { get; }

    [Parameter(3, 7)]
    private partial Tensor LinearBiasWeight { get; }

    [Parameter(3)]
    private partial Tensor LinearBiasBias { get; }

    [Parameter(5, 7)]
    private partial Tensor LinearPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor LinearPlainWeight { get; }

    [Parameter(2, 4, 6)]
    private partial Tensor LinearSequenceX { get; }

    [Parameter(5, 6)]
    private partial Tensor LinearSequenceWeight { get; }

    [Parameter(5)]
    private partial Tensor LinearSequenceBias { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(MatMul(MatMulPlainA, MatMulPlainB), 15),
                Reshape(MatMul(MatMulWideA, MatMulWideB), 60),
                Reshape(MatMul(MatMulBatchedA, MatMulBatchedB), 30),
                Reshape(MatMul(MatMulSharedRightA, MatMulSharedRightB), 30),
                Reshape(MatMul(MatMulBroadcastA, MatMulBroadcastB), 36),
                Reshape(MatMul(MatMulTransposedA, Transpose(MatMulTransposedB)), 15),
                Reshape(MatMul(MatMulVectorsA, MatMulVectorsB), 1),
                Reshape(MatMul(MatMulMatrixVectorA, MatMulMatrixVectorB), 10),
                Reshape(MatMul(MatMulVectorMatrixA, MatMulVectorMatrixB), 4),
                Reshape(Linear(LinearBiasX, LinearBiasWeight, LinearBiasBias), 15),
                Reshape(Linear(LinearPlainX, LinearPlainWeight), 15),
                Reshape(Linear(LinearSequenceX, LinearSequenceWeight, LinearSequenceBias), 40),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(271)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family losses as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class LossesModel
{
    [Parameter(6, 10)]
    private partial Tensor CrossEntropyLabelsLogits { get; }

    [Parameter(6, 10)]
    private partial Tensor CrossEntropySmoothLogits { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor CrossEntropySequenceLogits { get; }

    [Parameter(4, 5)]
    private partial Tensor CrossEntropyLargeLogits { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropySoftLogits { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropySoftProbabilities { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropySoftSmoothLogits { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropySoftSmoothProbabilities { get; }

    [Parameter(4, 5)]
    private partial Tensor BinaryCrossEntropyWithLogitsPlainLogits { get; }

    [Parameter(4, 5)]
    private partial Tensor BinaryCrossEntropyWithLogitsPlainTarget { get; }

    [Parameter(5)]
    private partial Tensor BinaryCrossEntropyWithLogitsWideLogits { get; }

    [Parameter(5)]
    private partial Tensor BinaryCrossEntropyWithLogitsWideTarget { get; }

    [Parameter(4, 5)]
    private partial Tensor MsePlainPrediction { get; }

    [Parameter(4, 5)]
    private partial Tensor MsePlainTarget { get; }

    [Parameter(4, 5)]
    private partial Tensor L1PlainPrediction { get; }

    [Parameter(4, 5)]
    private partial Tensor L1PlainTarget { get; }

    [Parameter(4, 5)]
    private partial Tensor HuberDefaultPrediction { get; }

    [Parameter(4, 5)]
    private partial Tensor HuberDefaultTarget { get; }

    [Parameter(4, 5)]
    private partial Tensor HuberDeltaPrediction { get; }

    [Parameter(4, 5)]
    private partial Tensor HuberDeltaTarget { get; }

    [Forward]
    private Tensor Forward(
        [Shape(6)] IntTensor crossEntropyLabelsLabel,
        [Shape(6)] IntTensor crossEntropySmoothLabel,
        [Shape(2, 3)] IntTensor crossEntropySequenceLabel,
        [Shape(4)] IntTensor crossEntropyLargeLabel) =>
        Concat(
            [
                Reshape(CrossEntropy(CrossEntropyLabelsLogits, crossEntropyLabelsLabel), 1),
                Reshape(CrossEntropy(CrossEntropySmoothLogits, crossEntropySmoothLabel, labelSmoothing: 0.125f), 1),
                Reshape(CrossEntropy(CrossEntropySequenceLogits, crossEntropySequenceLabel), 1),
                Reshape(CrossEntropy(CrossEntropyLargeLogits, crossEntropyLargeLabel), 1),
                Reshape(CrossEntropy(CrossEntropySoftLogits, CrossEntropySoftProbabilities), 1),
                Reshape(CrossEntropy(CrossEntropySoftSmoothLogits, CrossEntropySoftSmoothProbabilities,
                    labelSmoothing: 0.125f), 1),
                Reshape(BinaryCrossEntropyWithLogits(BinaryCrossEntropyWithLogitsPlainLogits,
                    BinaryCrossEntropyWithLogitsPlainTarget), 1),
                Reshape(BinaryCrossEntropyWithLogits(BinaryCrossEntropyWithLogitsWideLogits,
                    BinaryCrossEntropyWithLogitsWideTarget), 1),
                Reshape(Mse(MsePlainPrediction, MsePlainTarget), 1),
                Reshape(L1(L1PlainPrediction, L1PlainTarget), 1),
                Reshape(Huber(HuberDefaultPrediction, HuberDefaultTarget), 1),
                Reshape(Huber(HuberDeltaPrediction, HuberDeltaTarget, delta: 0.5f), 1),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(12)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family gates as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class GatesModel
{
    [Parameter(3, 7)]
    private partial Tensor ErfPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor SinPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor CosPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor HardSigmoidPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor HardSwishPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor MishPlainX { get; }

    [Parameter(3, 7)]
    private partial Tensor PreluOneX { get; }

    [Parameter(1)]
    private partial Tensor PreluOneSlope { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor PreluChannelsX { get; }

    [Parameter(3)]
    private partial Tensor PreluChannelsSlope { get; }

    [Parameter(3, 8)]
    private partial Tensor GluLastX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor GluMiddleX { get; }

    [Parameter(3, 8)]
    private partial Tensor SwiGluLastX { get; }

    [Parameter(4, 3)]
    private partial Tensor SwiGluFirstX { get; }

    [Parameter(3, 4)]
    private partial Tensor StopGradientFactorX { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Erf(ErfPlainX), 21),
                Reshape(Sin(SinPlainX), 21),
                Reshape(Cos(CosPlainX), 21),
                Reshape(HardSigmoid(HardSigmoidPlainX), 21),
                Reshape(HardSwish(HardSwishPlainX), 21),
                Reshape(Mish(MishPlainX), 21),
                Reshape(Prelu(PreluOneX, PreluOneSlope), 21),
                Reshape(Prelu(PreluChannelsX, PreluChannelsSlope), 24),
                Reshape(Glu(GluLastX), 12),
                Reshape(Glu(GluMiddleX, axis: 1), 12),
                Reshape(SwiGlu(SwiGluLastX), 12),
                Reshape(SwiGlu(SwiGluFirstX, axis: 0), 6),
                Reshape(StopGradientFactorX * StopGradient(StopGradientFactorX), 12),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(225)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family distances as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class DistancesModel
{
    [Parameter(3, 19)]
    private partial Tensor NormLastX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor NormAxesX { get; }

    [Parameter(4, 5)]
    private partial Tensor NormAllX { get; }

    [Parameter(4, 5)]
    private partial Tensor NormOneX { get; }

    [Parameter(4, 5)]
    private partial Tensor NormThreeX { get; }

    [Parameter(4, 5)]
    private partial Tensor NormInfiniteX { get; }

    [Parameter(2, 3)]
    private partial Tensor NormZeroX { get; }

    [Parameter(4, 7)]
    private partial Tensor CosineSimilarityDefaultX { get; }

    [Parameter(4, 7)]
    private partial Tensor CosineSimilarityDefaultY { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor CosineSimilarityBroadcastX { get; }

    [Parameter(5)]
    private partial Tensor CosineSimilarityBroadcastY { get; }

    [Parameter(4, 3)]
    private partial Tensor BilinearBiasX { get; }

    [Parameter(4, 5)]
    private partial Tensor BilinearBiasY { get; }

    [Parameter(6, 3, 5)]
    private partial Tensor BilinearBiasWeight { get; }

    [Parameter(6)]
    private partial Tensor BilinearBiasBias { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor BilinearPlainX { get; }

    [Parameter(2, 3, 2)]
    private partial Tensor BilinearPlainY { get; }

    [Parameter(5, 4, 2)]
    private partial Tensor BilinearPlainWeight { get; }

    [Parameter(3, 4)]
    private partial Tensor EinsumProductX { get; }

    [Parameter(4, 5)]
    private partial Tensor EinsumProductY { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor EinsumBatchX { get; }

    [Parameter(2, 5, 4)]
    private partial Tensor EinsumBatchY { get; }

    [Parameter(2, 2, 3, 4)]
    private partial Tensor EinsumAttentionX { get; }

    [Parameter(2, 5, 2, 4)]
    private partial Tensor EinsumAttentionY { get; }

    [Parameter(3, 4)]
    private partial Tensor EinsumTransposeX { get; }

    [Parameter(3, 4)]
    private partial Tensor EinsumSumX { get; }

    [Parameter(4, 4)]
    private partial Tensor EinsumDiagonalX { get; }

    [Parameter(4, 4)]
    private partial Tensor EinsumTraceX { get; }

    [Parameter(3)]
    private partial Tensor EinsumOuterX { get; }

    [Parameter(4)]
    private partial Tensor EinsumOuterY { get; }

    [Parameter(3, 4)]
    private partial Tensor EinsumThreeX { get; }

    [Parameter(5, 4, 2)]
    private partial Tensor EinsumThreeY { get; }

    [Parameter(3, 2)]
    private partial Tensor EinsumThreeZ { get; }

    [Parameter(3, 4)]
    private partial Tensor EinsumApartX { get; }

    [Parameter(2, 5)]
    private partial Tensor EinsumApartY { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Norm(NormLastX, axis: -1), 3),
                Reshape(Norm(NormAxesX, axes: [0, 2], keepDims: true), 4),
                Reshape(Norm(NormAllX), 1),
                Reshape(Norm(NormOneX, axis: 0, p: 1f), 5),
                Reshape(Norm(NormThreeX, axis: -1, p: 3f), 4),
                Reshape(Norm(NormInfiniteX, axis: -1, p: float.PositiveInfinity), 4),
                Reshape(Norm(NormZeroX, axis: -1), 2),
                Reshape(CosineSimilarity(CosineSimilarityDefaultX, CosineSimilarityDefaultY), 4),
                Reshape(CosineSimilarity(CosineSimilarityBroadcastX, CosineSimilarityBroadcastY, axis: -1), 6),
                Reshape(Bilinear(BilinearBiasX, BilinearBiasY, BilinearBiasWeight, BilinearBiasBias), 24),
                Reshape(Bilinear(BilinearPlainX, BilinearPlainY, BilinearPlainWeight), 30),
                Reshape(Einsum("ij,jk->ik", EinsumProductX, EinsumProductY), 15),
                Reshape(Einsum("bij,bkj->bki", EinsumBatchX, EinsumBatchY), 30),
                Reshape(Einsum("bhqd,bkhd->bhqk", EinsumAttentionX, EinsumAttentionY), 60),
                Reshape(Einsum("ij->ji", EinsumTransposeX), 12),
                Reshape(Einsum("ij->", EinsumSumX), 1),
                Reshape(Einsum("ii->i", EinsumDiagonalX), 4),
                Reshape(Einsum("ii", EinsumTraceX), 1),
                Reshape(Einsum("i,j", EinsumOuterX, EinsumOuterY), 12),
                Reshape(Einsum("bi,oij,bj->bo", EinsumThreeX, EinsumThreeY, EinsumThreeZ), 15),
                Reshape(Einsum("ij,kl->jl", EinsumApartX, EinsumApartY), 20),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(257)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family images as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ImagesModel
{
    [Parameter(2, 3, 4, 5)]
    private partial Tensor GlobalAvgPoolPlainX { get; }

    [Parameter(2, 3, 7)]
    private partial Tensor GlobalAvgPoolSignalX { get; }

    [Parameter(2, 3, 4, 5)]
    private partial Tensor GlobalMaxPoolPlainX { get; }

    [Parameter(2, 3, 3, 2)]
    private partial Tensor UpsampleImageX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor UpsampleSignalX { get; }

    [Parameter(2, 8, 2, 3)]
    private partial Tensor PixelShuffleTwoX { get; }

    [Parameter(1, 9, 2, 2)]
    private partial Tensor PixelShuffleThreeX { get; }

    [Parameter(3, 4)]
    private partial Tensor PadLastX { get; }

    [Parameter(2, 3, 4)]
    private partial Tensor PadValueX { get; }

    [Parameter(3, 4)]
    private partial Tensor PadUsedX { get; }

    [Parameter(5, 4)]
    private partial Tensor PadUsedY { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(GlobalAvgPool(GlobalAvgPoolPlainX), 6),
                Reshape(GlobalAvgPool(GlobalAvgPoolSignalX), 6),
                Reshape(GlobalMaxPool(GlobalMaxPoolPlainX), 6),
                Reshape(Upsample(UpsampleImageX, 2), 144),
                Reshape(Upsample(UpsampleSignalX, scale: 3), 72),
                Reshape(PixelShuffle(PixelShuffleTwoX, 2), 96),
                Reshape(PixelShuffle(PixelShuffleThreeX, factor: 3), 36),
                Reshape(Pad(PadLastX, axis: -1, before: 2, after: 1), 21),
                Reshape(Pad(PadValueX, axis: 1, before: 0, after: 3, value: 0.5f), 48),
                Reshape(Pad(PadUsedX, axis: 0, before: 1, after: 1) * PadUsedY, 20),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(455)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family sequences as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class SequencesModel
{
    [Parameter(3, 7)]
    private partial Tensor CumSumLastX { get; }

    [Parameter(5, 3)]
    private partial Tensor CumSumFirstX { get; }

    [Parameter(2, 4, 3)]
    private partial Tensor CumSumMiddleX { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor OneHotPlainY { get; }

    [Parameter(2, 7, 6)]
    private partial Tensor SinusoidalEncodingAddedX { get; }

    [Parameter(2, 5, 8)]
    private partial Tensor RotaryEncodingPlainX { get; }

    [Parameter(2, 2, 5, 4)]
    private partial Tensor RotaryEncodingStartX { get; }

    [Forward]
    private Tensor Forward(
        [Shape(2, 3)] IntTensor oneHotPlainX) =>
        Concat(
            [
                Reshape(CumSum(CumSumLastX, axis: -1), 21),
                Reshape(CumSum(CumSumFirstX, axis: 0), 15),
                Reshape(CumSum(CumSumMiddleX, axis: 1), 24),
                Reshape(OneHotPlainY * OneHot(oneHotPlainX, 5), 30),
                Reshape(SinusoidalEncodingAddedX + SinusoidalEncoding(7, 6), 84),
                Reshape(RotaryEncoding(RotaryEncodingPlainX), 80),
                Reshape(RotaryEncoding(RotaryEncodingStartX, start: 3, frequencyBase: 100f), 80),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(334)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family criteria as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class CriteriaModel
{
    [Parameter(4, 5)]
    private partial Tensor KlDivergencePlainLogProbabilities { get; }

    [Parameter(4, 5)]
    private partial Tensor KlDivergencePlainTarget { get; }

    [Parameter(6, 5)]
    private partial Tensor NegativeLogLikelihoodPlainLogProbabilities { get; }

    [Parameter(6, 5)]
    private partial Tensor CosineEmbeddingDefaultX { get; }

    [Parameter(6, 5)]
    private partial Tensor CosineEmbeddingDefaultY { get; }

    [Buffer(6)]
    private partial Tensor CosineEmbeddingDefaultTarget { get; }

    [Parameter(6, 5)]
    private partial Tensor CosineEmbeddingMarginX { get; }

    [Parameter(6, 5)]
    private partial Tensor CosineEmbeddingMarginY { get; }

    [Buffer(6)]
    private partial Tensor CosineEmbeddingMarginTarget { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginDefaultAnchor { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginDefaultPositive { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginDefaultNegative { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginMarginAnchor { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginMarginPositive { get; }

    [Parameter(6, 5)]
    private partial Tensor TripletMarginMarginNegative { get; }

    [Forward]
    private Tensor Forward(
        [Shape(6)] IntTensor negativeLogLikelihoodPlainLabel) =>
        Concat(
            [
                Reshape(KlDivergence(KlDivergencePlainLogProbabilities, KlDivergencePlainTarget), 1),
                Reshape(NegativeLogLikelihood(NegativeLogLikelihoodPlainLogProbabilities,
                    negativeLogLikelihoodPlainLabel), 1),
                Reshape(CosineEmbedding(CosineEmbeddingDefaultX, CosineEmbeddingDefaultY,
                    StopGradient(CosineEmbeddingDefaultTarget)), 1),
                Reshape(CosineEmbedding(CosineEmbeddingMarginX, CosineEmbeddingMarginY,
                    StopGradient(CosineEmbeddingMarginTarget), margin: 0.25f), 1),
                Reshape(TripletMargin(TripletMarginDefaultAnchor, TripletMarginDefaultPositive,
                    TripletMarginDefaultNegative), 1),
                Reshape(TripletMargin(TripletMarginMarginAnchor, TripletMarginMarginPositive,
                    TripletMarginMarginNegative, margin: 0.25f), 1),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(6)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family indexing as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class IndexingModel
{
    [Parameter(7, 19)]
    private partial Tensor GatherRowsX { get; }

    [Parameter(5)]
    private partial Tensor GatherPicksX { get; }

    [Parameter(4, 2, 3)]
    private partial Tensor GatherOneX { get; }

    [Parameter(3, 6, 4)]
    private partial Tensor GatherColumnsX { get; }

    [Parameter(3, 6)]
    private partial Tensor GatherLastX { get; }

    [Parameter(4, 6)]
    private partial Tensor GatherTransposedX { get; }

    [Parameter(6, 5)]
    private partial Tensor GatherSliceX { get; }

    [Parameter(6, 5)]
    private partial Tensor GatherComputedX { get; }

    [Parameter(8, 5)]
    private partial Tensor GatherComputedY { get; }

    [Parameter(6, 8)]
    private partial Tensor GatherHeadsX { get; }

    [Parameter(6, 8)]
    private partial Tensor GatherProductX { get; }

    [Parameter(8, 5)]
    private partial Tensor GatherProductY { get; }

    [Parameter(6, 19)]
    private partial Tensor GatherSoftmaxX { get; }

    [Parameter(4, 19)]
    private partial Tensor GatherSoftmaxY { get; }

    [Parameter(6, 8)]
    private partial Tensor GatherTiedX { get; }

    [Forward]
    private Tensor Forward(
        [Shape(3, 5)] IntTensor gatherRowsRows,
        [Shape(9)] IntTensor gatherPicksPicks,
        [Shape(1)] IntTensor gatherOneRow,
        [Shape(2, 5)] IntTensor gatherColumnsColumns,
        [Shape(21)] IntTensor gatherLastColumns,
        [Shape(8)] IntTensor gatherTransposedRows,
        [Shape(3, 4)] IntTensor gatherSliceRows,
        [Shape(8)] IntTensor gatherComputedRows,
        [Shape(2, 3)] IntTensor gatherHeadsRows,
        [Shape(2, 3)] IntTensor gatherProductRows,
        [Shape(2, 3)] IntTensor gatherSoftmaxRows,
        [Shape(3)] IntTensor gatherSoftmaxColumns,
        [Shape(5)] IntTensor gatherTiedRows) =>
        Concat(
            [
                Reshape(Gather(GatherRowsX, gatherRowsRows), 285),
                Reshape(Gather(GatherPicksX, gatherPicksPicks), 9),
                Reshape(Gather(GatherOneX, gatherOneRow), 6),
                Reshape(Gather(GatherColumnsX, gatherColumnsColumns, axis: 1), 120),
                Reshape(Gather(GatherLastX, gatherLastColumns, axis: -1), 63),
                Reshape(Gather(Transpose(GatherTransposedX), gatherTransposedRows), 32),
                Reshape(Gather(GatherSliceX, gatherSliceRows[.., 1..]), 45),
                Reshape(Gather(Exp(GatherComputedX), gatherComputedRows) * GatherComputedY, 40),
                Reshape(Permute(Reshape(Gather(GatherHeadsX, gatherHeadsRows), 2, 3, 2, 4), 0, 2, 1, 3), 48),
                Reshape(MatMul(Gather(GatherProductX, gatherProductRows), GatherProductY), 30),
                Reshape(Softmax(Gather(GatherSoftmaxX, gatherSoftmaxRows) + Gather(GatherSoftmaxY,
                    gatherSoftmaxColumns)), 114),
                Reshape(MatMul(Gather(GatherTiedX, gatherTiedRows), Transpose(GatherTiedX)), 30),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(822)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family attention as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class AttentionModel
{
    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionPlainQuery { get; }

    [Parameter(2, 2, 5, 3)]
    private partial Tensor AttentionPlainKey { get; }

    [Parameter(2, 2, 5, 6)]
    private partial Tensor AttentionPlainValue { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionScaleQuery { get; }

    [Parameter(2, 2, 5, 3)]
    private partial Tensor AttentionScaleKey { get; }

    [Parameter(2, 2, 5, 6)]
    private partial Tensor AttentionScaleValue { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionCausalQuery { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionCausalKey { get; }

    [Parameter(2, 2, 4, 6)]
    private partial Tensor AttentionCausalValue { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionCacheQuery { get; }

    [Parameter(2, 2, 7, 3)]
    private partial Tensor AttentionCacheKey { get; }

    [Parameter(2, 2, 7, 6)]
    private partial Tensor AttentionCacheValue { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionGroupedQuery { get; }

    [Parameter(2, 1, 5, 3)]
    private partial Tensor AttentionGroupedKey { get; }

    [Parameter(2, 1, 5, 6)]
    private partial Tensor AttentionGroupedValue { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionMaskQuery { get; }

    [Parameter(2, 2, 3, 3)]
    private partial Tensor AttentionMaskKey { get; }

    [Parameter(2, 2, 3, 6)]
    private partial Tensor AttentionMaskValue { get; }

    [Buffer(3)]
    private partial Tensor AttentionMaskMask { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionBiasQuery { get; }

    [Parameter(2, 2, 5, 3)]
    private partial Tensor AttentionBiasKey { get; }

    [Parameter(2, 2, 5, 6)]
    private partial Tensor AttentionBiasValue { get; }

    [Parameter(2, 1, 5)]
    private partial Tensor AttentionBiasBias { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionRelativeQuery { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionRelativeKey { get; }

    [Parameter(2, 2, 4, 6)]
    private partial Tensor AttentionRelativeValue { get; }

    [Parameter(4, 4)]
    private partial Tensor AttentionRelativeBias { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor AttentionLengthsQuery { get; }

    [Parameter(2, 2, 5, 3)]
    private partial Tensor AttentionLengthsKey { get; }

    [Parameter(2, 2, 5, 6)]
    private partial Tensor AttentionLengthsValue { get; }

    [Parameter(1, 1, 37, 4)]
    private partial Tensor AttentionLongQuery { get; }

    [Parameter(1, 1, 37, 4)]
    private partial Tensor AttentionLongKey { get; }

    [Parameter(1, 1, 37, 4)]
    private partial Tensor AttentionLongValue { get; }

    [Forward]
    private Tensor Forward(
        [Shape(2)] IntTensor attentionLengthsLengths) =>
        Concat(
            [
                Reshape(ScaledDotProductAttention(AttentionPlainQuery, AttentionPlainKey, AttentionPlainValue), 96),
                Reshape(ScaledDotProductAttention(AttentionScaleQuery, AttentionScaleKey, AttentionScaleValue,
                    scale: 0.25f), 96),
                Reshape(ScaledDotProductAttention(AttentionCausalQuery, AttentionCausalKey, AttentionCausalValue,
                    causal: true), 96),
                Reshape(ScaledDotProductAttention(AttentionCacheQuery, AttentionCacheKey, AttentionCacheValue,
                    causal: true, offset: 3), 96),
                Reshape(ScaledDotProductAttention(AttentionGroupedQuery, AttentionGroupedKey, AttentionGroupedValue),
                    96),
                Reshape(ScaledDotProductAttention(AttentionMaskQuery, AttentionMaskKey, AttentionMaskValue,
                    mask: StopGradient(AttentionMaskMask)), 96),
                Reshape(ScaledDotProductAttention(AttentionBiasQuery, AttentionBiasKey, AttentionBiasValue,
                    bias: AttentionBiasBias), 96),
                Reshape(ScaledDotProductAttention(AttentionRelativeQuery, AttentionRelativeKey, AttentionRelativeValue,
                    bias: AttentionRelativeBias, causal: true), 96),
                Reshape(ScaledDotProductAttention(AttentionLengthsQuery, AttentionLengthsKey, AttentionLengthsValue,
                    lengths: attentionLengthsLengths), 96),
                Reshape(ScaledDotProductAttention(AttentionLongQuery, AttentionLongKey, AttentionLongValue,
                    causal: true), 148),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(1012)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family convolutions as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class ConvolutionsModel
{
    [Parameter(2, 3, 9)]
    private partial Tensor Conv1dPlainX { get; }

    [Parameter(4, 3, 3)]
    private partial Tensor Conv1dPlainWeight { get; }

    [Parameter(2, 3, 9)]
    private partial Tensor Conv1dBiasX { get; }

    [Parameter(4, 3, 3)]
    private partial Tensor Conv1dBiasWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv1dBiasBias { get; }

    [Parameter(2, 3, 11)]
    private partial Tensor Conv1dStridedX { get; }

    [Parameter(5, 3, 4)]
    private partial Tensor Conv1dStridedWeight { get; }

    [Parameter(5)]
    private partial Tensor Conv1dStridedBias { get; }

    [Parameter(2, 3, 8)]
    private partial Tensor Conv1dSameX { get; }

    [Parameter(4, 3, 3)]
    private partial Tensor Conv1dSameWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv1dSameBias { get; }

    [Parameter(2, 3, 8)]
    private partial Tensor Conv1dSameEvenX { get; }

    [Parameter(4, 3, 4)]
    private partial Tensor Conv1dSameEvenWeight { get; }

    [Parameter(2, 6, 7)]
    private partial Tensor Conv1dGroupsX { get; }

    [Parameter(4, 3, 3)]
    private partial Tensor Conv1dGroupsWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv1dGroupsBias { get; }

    [Parameter(2, 5, 9)]
    private partial Tensor Conv1dDepthwiseX { get; }

    [Parameter(5, 1, 3)]
    private partial Tensor Conv1dDepthwiseWeight { get; }

    [Parameter(5)]
    private partial Tensor Conv1dDepthwiseBias { get; }

    [Parameter(2, 3, 5, 6)]
    private partial Tensor Conv2dBiasX { get; }

    [Parameter(4, 3, 3, 3)]
    private partial Tensor Conv2dBiasWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv2dBiasBias { get; }

    [Parameter(1, 9, 6, 19)]
    private partial Tensor Conv2dWideX { get; }

    [Parameter(18, 9, 3, 3)]
    private partial Tensor Conv2dWideWeight { get; }

    [Parameter(18)]
    private partial Tensor Conv2dWideBias { get; }

    [Parameter(2, 3, 9, 7)]
    private partial Tensor Conv2dStridedX { get; }

    [Parameter(5, 3, 3, 3)]
    private partial Tensor Conv2dStridedWeight { get; }

    [Parameter(5)]
    private partial Tensor Conv2dStridedBias { get; }

    [Parameter(1, 3, 17, 19)]
    private partial Tensor Conv2dStemX { get; }

    [Parameter(5, 3, 7, 7)]
    private partial Tensor Conv2dStemWeight { get; }

    [Parameter(2, 2, 5, 8)]
    private partial Tensor Conv2dAxesX { get; }

    [Parameter(3, 2, 2, 3)]
    private partial Tensor Conv2dAxesWeight { get; }

    [Parameter(3)]
    private partial Tensor Conv2dAxesBias { get; }

    [Parameter(2, 3, 5, 6)]
    private partial Tensor Conv2dSameX { get; }

    [Parameter(4, 3, 3, 4)]
    private partial Tensor Conv2dSameWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv2dSameBias { get; }

    [Parameter(1, 3, 9, 9)]
    private partial Tensor Conv2dDilatedX { get; }

    [Parameter(4, 3, 3, 3)]
    private partial Tensor Conv2dDilatedWeight { get; }

    [Parameter(2, 5, 4, 6)]
    private partial Tensor Conv2dPointwiseX { get; }

    [Parameter(7, 5, 1, 1)]
    private partial Tensor Conv2dPointwiseWeight { get; }

    [Parameter(7)]
    private partial Tensor Conv2dPointwiseBias { get; }

    [Parameter(2, 5, 6, 7)]
    private partial Tensor Conv2dProjectionX { get; }

    [Parameter(7, 5, 1, 1)]
    private partial Tensor Conv2dProjectionWeight { get; }

    [Parameter(2, 6, 5, 6)]
    private partial Tensor Conv2dGroupsX { get; }

    [Parameter(9, 2, 3, 3)]
    private partial Tensor Conv2dGroupsWeight { get; }

    [Parameter(9)]
    private partial Tensor Conv2dGroupsBias { get; }

    [Parameter(2, 4, 7, 9)]
    private partial Tensor Conv2dGroupsStridedX { get; }

    [Parameter(6, 2, 3, 3)]
    private partial Tensor Conv2dGroupsStridedWeight { get; }

    [Parameter(2, 6, 7, 8)]
    private partial Tensor Conv2dDepthwiseX { get; }

    [Parameter(6, 1, 3, 3)]
    private partial Tensor Conv2dDepthwiseWeight { get; }

    [Parameter(6)]
    private partial Tensor Conv2dDepthwiseBias { get; }

    [Parameter(2, 6, 7, 8)]
    private partial Tensor Conv2dDepthwiseStridedX { get; }

    [Parameter(6, 1, 5, 5)]
    private partial Tensor Conv2dDepthwiseStridedWeight { get; }

    [Parameter(2, 3, 5, 6)]
    private partial Tensor Conv2dMultiplierX { get; }

    [Parameter(6, 1, 3, 3)]
    private partial Tensor Conv2dMultiplierWeight { get; }

    [Parameter(6)]
    private partial Tensor Conv2dMultiplierBias { get; }

    [Parameter(2, 2, 4, 5, 3)]
    private partial Tensor Conv3dBiasX { get; }

    [Parameter(3, 2, 2, 3, 2)]
    private partial Tensor Conv3dBiasWeight { get; }

    [Parameter(3)]
    private partial Tensor Conv3dBiasBias { get; }

    [Parameter(1, 3, 5, 6, 7)]
    private partial Tensor Conv3dStridedX { get; }

    [Parameter(4, 3, 3, 3, 3)]
    private partial Tensor Conv3dStridedWeight { get; }

    [Parameter(4)]
    private partial Tensor Conv3dStridedBias { get; }

    [Parameter(1, 2, 3, 4, 5)]
    private partial Tensor Conv3dSameX { get; }

    [Parameter(3, 2, 3, 2, 3)]
    private partial Tensor Conv3dSameWeight { get; }

    [Parameter(1, 4, 3, 4, 5)]
    private partial Tensor Conv3dGroupsX { get; }

    [Parameter(6, 2, 2, 2, 2)]
    private partial Tensor Conv3dGroupsWeight { get; }

    [Parameter(6)]
    private partial Tensor Conv3dGroupsBias { get; }

    [Parameter(1, 3, 3, 4, 5)]
    private partial Tensor Conv3dDepthwiseX { get; }

    [Parameter(3, 1, 3, 3, 3)]
    private partial Tensor Conv3dDepthwiseWeight { get; }

    [Parameter(2, 3, 7)]
    private partial Tensor ConvTranspose1dPlainX { get; }

    [Parameter(3, 4, 3)]
    private partial Tensor ConvTranspose1dPlainWeight { get; }

    [Parameter(2, 3, 6)]
    private partial Tensor ConvTranspose1dStridedX { get; }

    [Parameter(3, 4, 4)]
    private partial Tensor ConvTranspose1dStridedWeight { get; }

    [Parameter(4)]
    private partial Tensor ConvTranspose1dStridedBias { get; }

    [Parameter(2, 3, 6)]
    private partial Tensor ConvTranspose1dLongerX { get; }

    [Parameter(3, 2, 3)]
    private partial Tensor ConvTranspose1dLongerWeight { get; }

    [Parameter(2)]
    private partial Tensor ConvTranspose1dLongerBias { get; }

    [Parameter(2, 4, 6)]
    private partial Tensor ConvTranspose1dGroupsX { get; }

    [Parameter(4, 3, 3)]
    private partial Tensor ConvTranspose1dGroupsWeight { get; }

    [Parameter(6)]
    private partial Tensor ConvTranspose1dGroupsBias { get; }

    [Parameter(2, 3, 4, 5)]
    private partial Tensor ConvTranspose2dBiasX { get; }

    [Parameter(3, 4, 3, 3)]
    private partial Tensor ConvTranspose2dBiasWeight { get; }

    [Parameter(4)]
    private partial Tensor ConvTranspose2dBiasBias { get; }

    [Parameter(2, 5, 3, 4)]
    private partial Tensor ConvTranspose2dDoubledX { get; }

    [Parameter(5, 3, 2, 2)]
    private partial Tensor ConvTranspose2dDoubledWeight { get; }

    [Parameter(3)]
    private partial Tensor ConvTranspose2dDoubledBias { get; }

    [Parameter(1, 6, 4, 5)]
    private partial Tensor ConvTranspose2dGeneratorX { get; }

    [Parameter(6, 5, 4, 4)]
    private partial Tensor ConvTranspose2dGeneratorWeight { get; }

    [Parameter(2, 3, 4, 5)]
    private partial Tensor ConvTranspose2dExactX { get; }

    [Parameter(3, 4, 3, 3)]
    private partial Tensor ConvTranspose2dExactWeight { get; }

    [Parameter(4)]
    private partial Tensor ConvTranspose2dExactBias { get; }

    [Parameter(2, 2, 4, 3)]
    private partial Tensor ConvTranspose2dAxesX { get; }

    [Parameter(2, 3, 2, 3)]
    private partial Tensor ConvTranspose2dAxesWeight { get; }

    [Parameter(3)]
    private partial Tensor ConvTranspose2dAxesBias { get; }

    [Parameter(1, 2, 4, 4)]
    private partial Tensor ConvTranspose2dDilatedX { get; }

    [Parameter(2, 3, 3, 3)]
    private partial Tensor ConvTranspose2dDilatedWeight { get; }

    [Parameter(2, 6, 3, 4)]
    private partial Tensor ConvTranspose2dGroupsX { get; }

    [Parameter(6, 2, 3, 3)]
    private partial Tensor ConvTranspose2dGroupsWeight { get; }

    [Parameter(6)]
    private partial Tensor ConvTranspose2dGroupsBias { get; }

    [Parameter(2, 5, 3, 4)]
    private partial Tensor ConvTranspose2dDepthwiseX { get; }

    [Parameter(5, 1, 4, 4)]
    private partial Tensor ConvTranspose2dDepthwiseWeight { get; }

    [Parameter(2, 5, 3, 4)]
    private partial Tensor ConvTranspose2dPointwiseX { get; }

    [Parameter(5, 7, 1, 1)]
    private partial Tensor ConvTranspose2dPointwiseWeight { get; }

    [Parameter(7)]
    private partial Tensor ConvTranspose2dPointwiseBias { get; }

    [Parameter(1, 3, 2, 3, 4)]
    private partial Tensor ConvTranspose3dStridedX { get; }

    [Parameter(3, 2, 3, 2, 2)]
    private partial Tensor ConvTranspose3dStridedWeight { get; }

    [Parameter(2)]
    private partial Tensor ConvTranspose3dStridedBias { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(Conv1d(Conv1dPlainX, Conv1dPlainWeight), 56),
                Reshape(Conv1d(Conv1dBiasX, Conv1dBiasWeight, Conv1dBiasBias), 56),
                Reshape(Conv1d(Conv1dStridedX, Conv1dStridedWeight, Conv1dStridedBias, stride: 2, padding: 1), 50),
                Reshape(Conv1d(Conv1dSameX, Conv1dSameWeight, Conv1dSameBias, padding: "same"), 64),
                Reshape(Conv1d(Conv1dSameEvenX, Conv1dSameEvenWeight, padding: "same", dilation: 2), 64),
                Reshape(Conv1d(Conv1dGroupsX, Conv1dGroupsWeight, Conv1dGroupsBias, groups: 2), 40),
                Reshape(Conv1d(Conv1dDepthwiseX, Conv1dDepthwiseWeight, Conv1dDepthwiseBias, padding: 2, dilation: 2,
                    groups: 5), 90),
                Reshape(Conv2d(Conv2dBiasX, Conv2dBiasWeight, Conv2dBiasBias), 96),
                Reshape(Conv2d(Conv2dWideX, Conv2dWideWeight, Conv2dWideBias, padding: 1), 2052),
                Reshape(Conv2d(Conv2dStridedX, Conv2dStridedWeight, Conv2dStridedBias, stride: 2, padding: 1), 200),
                Reshape(Conv2d(Conv2dStemX, Conv2dStemWeight, stride: 2, padding: 3), 450),
                Reshape(Conv2d(Conv2dAxesX, Conv2dAxesWeight, Conv2dAxesBias, stride: [1, 2], padding: [0, 1],
                    dilation: [2, 1]), 72),
                Reshape(Conv2d(Conv2dSameX, Conv2dSameWeight, Conv2dSameBias, padding: "same", dilation: [2, 1]), 240),
                Reshape(Conv2d(Conv2dDilatedX, Conv2dDilatedWeight, dilation: 3, padding: 3), 324),
                Reshape(Conv2d(Conv2dPointwiseX, Conv2dPointwiseWeight, Conv2dPointwiseBias), 336),
                Reshape(Conv2d(Conv2dProjectionX, Conv2dProjectionWeight, stride: 2), 168),
                Reshape(Conv2d(Conv2dGroupsX, Conv2dGroupsWeight, Conv2dGroupsBias, padding: 1, groups: 3), 540),
                Reshape(Conv2d(Conv2dGroupsStridedX, Conv2dGroupsStridedWeight, stride: 2, dilation: 2, groups: 2), 72),
                Reshape(Conv2d(Conv2dDepthwiseX, Conv2dDepthwiseWeight, Conv2dDepthwiseBias, padding: 1, groups: 6),
                    672),
                Reshape(Conv2d(Conv2dDepthwiseStridedX, Conv2dDepthwiseStridedWeight, stride: 2, padding: 2,
                    groups: 6), 192),
                Reshape(Conv2d(Conv2dMultiplierX, Conv2dMultiplierWeight, Conv2dMultiplierBias, padding: 1, groups: 3),
                    360),
                Reshape(Conv3d(Conv3dBiasX, Conv3dBiasWeight, Conv3dBiasBias), 108),
                Reshape(Conv3d(Conv3dStridedX, Conv3dStridedWeight, Conv3dStridedBias, stride: [1, 2, 2], padding: 1),
                    240),
                Reshape(Conv3d(Conv3dSameX, Conv3dSameWeight, padding: "same", dilation: [1, 1, 2]), 180),
                Reshape(Conv3d(Conv3dGroupsX, Conv3dGroupsWeight, Conv3dGroupsBias, groups: 2), 144),
                Reshape(Conv3d(Conv3dDepthwiseX, Conv3dDepthwiseWeight, padding: 1, groups: 3), 180),
                Reshape(ConvTranspose1d(ConvTranspose1dPlainX, ConvTranspose1dPlainWeight), 72),
                Reshape(ConvTranspose1d(ConvTranspose1dStridedX, ConvTranspose1dStridedWeight,
                    ConvTranspose1dStridedBias, stride: 2, padding: 1), 96),
                Reshape(ConvTranspose1d(ConvTranspose1dLongerX, ConvTranspose1dLongerWeight, ConvTranspose1dLongerBias,
                    stride: 3, outputPadding: 2), 80),
                Reshape(ConvTranspose1d(ConvTranspose1dGroupsX, ConvTranspose1dGroupsWeight, ConvTranspose1dGroupsBias,
                    stride: 2, dilation: 2, groups: 2), 180),
                Reshape(ConvTranspose2d(ConvTranspose2dBiasX, ConvTranspose2dBiasWeight, ConvTranspose2dBiasBias), 336),
                Reshape(ConvTranspose2d(ConvTranspose2dDoubledX, ConvTranspose2dDoubledWeight,
                    ConvTranspose2dDoubledBias, stride: 2), 288),
                Reshape(ConvTranspose2d(ConvTranspose2dGeneratorX, ConvTranspose2dGeneratorWeight, stride: 2,
                    padding: 1), 400),
                Reshape(ConvTranspose2d(ConvTranspose2dExactX, ConvTranspose2dExactWeight, ConvTranspose2dExactBias,
                    stride: 2, padding: 1, outputPadding: 1), 640),
                Reshape(ConvTranspose2d(ConvTranspose2dAxesX, ConvTranspose2dAxesWeight, ConvTranspose2dAxesBias,
                    stride: [1, 3], padding: [0, 2], outputPadding: [0, 1], dilation: [2, 1]), 216),
                Reshape(ConvTranspose2d(ConvTranspose2dDilatedX, ConvTranspose2dDilatedWeight, dilation: 3,
                    outputPadding: 2, padding: 1), 300),
                Reshape(ConvTranspose2d(ConvTranspose2dGroupsX, ConvTranspose2dGroupsWeight, ConvTranspose2dGroupsBias,
                    stride: 2, groups: 3), 756),
                Reshape(ConvTranspose2d(ConvTranspose2dDepthwiseX, ConvTranspose2dDepthwiseWeight, stride: 2,
                    padding: 1, groups: 5), 480),
                Reshape(ConvTranspose2d(ConvTranspose2dPointwiseX, ConvTranspose2dPointwiseWeight,
                    ConvTranspose2dPointwiseBias), 168),
                Reshape(ConvTranspose3d(ConvTranspose3dStridedX, ConvTranspose3dStridedWeight,
                    ConvTranspose3dStridedBias, stride: [1, 2, 2], padding: [1, 0, 0]), 192),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(11250)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family pooling as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class PoolingModel
{
    [Parameter(2, 3, 9)]
    private partial Tensor MaxPool1dPlainX { get; }

    [Parameter(2, 3, 9)]
    private partial Tensor MaxPool1dPaddedX { get; }

    [Parameter(2, 3, 10)]
    private partial Tensor MaxPool1dCeilingX { get; }

    [Parameter(2, 3, 6, 7)]
    private partial Tensor MaxPool2dPlainX { get; }

    [Parameter(2, 3, 7, 8)]
    private partial Tensor MaxPool2dStemX { get; }

    [Parameter(2, 2, 6, 7)]
    private partial Tensor MaxPool2dAxesX { get; }

    [Parameter(2, 2, 7, 8)]
    private partial Tensor MaxPool2dCeilingX { get; }

    [Parameter(1, 2, 5, 20)]
    private partial Tensor MaxPool2dOverlappingX { get; }

    [Parameter(2, 2, 6, 6)]
    private partial Tensor MaxPool2dTiedX { get; }

    [Parameter(1, 2, 4, 5, 6)]
    private partial Tensor MaxPool3dPlainX { get; }

    [Parameter(1, 2, 4, 5, 6)]
    private partial Tensor MaxPool3dPaddedX { get; }

    [Parameter(2, 3, 9)]
    private partial Tensor AvgPool1dPlainX { get; }

    [Parameter(2, 3, 9)]
    private partial Tensor AvgPool1dPaddedX { get; }

    [Parameter(2, 3, 6, 7)]
    private partial Tensor AvgPool2dPlainX { get; }

    [Parameter(2, 3, 7, 8)]
    private partial Tensor AvgPool2dPaddedX { get; }

    [Parameter(2, 3, 7, 8)]
    private partial Tensor AvgPool2dUncountedX { get; }

    [Parameter(2, 2, 8, 7)]
    private partial Tensor AvgPool2dCeilingX { get; }

    [Parameter(2, 2, 7, 8)]
    private partial Tensor AvgPool2dCeilingUncountedX { get; }

    [Parameter(1, 2, 4, 5, 6)]
    private partial Tensor AvgPool3dPaddedX { get; }

    [Parameter(2, 3, 10)]
    private partial Tensor AdaptiveAvgPool1dPartsX { get; }

    [Parameter(2, 3, 4, 5)]
    private partial Tensor AdaptiveAvgPool2dOneX { get; }

    [Parameter(2, 3, 6, 8)]
    private partial Tensor AdaptiveAvgPool2dEvenX { get; }

    [Parameter(2, 3, 7, 20)]
    private partial Tensor AdaptiveAvgPool2dUnevenX { get; }

    [Parameter(2, 2, 3, 4)]
    private partial Tensor AdaptiveAvgPool2dMoreX { get; }

    [Parameter(1, 2, 4, 5, 6)]
    private partial Tensor AdaptiveAvgPool3dPartsX { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(MaxPool1d(MaxPool1dPlainX, 2), 24),
                Reshape(MaxPool1d(MaxPool1dPaddedX, 3, stride: 2, padding: 1), 30),
                Reshape(MaxPool1d(MaxPool1dCeilingX, 3, dilation: 2, ceilMode: true), 18),
                Reshape(MaxPool2d(MaxPool2dPlainX, 2), 54),
                Reshape(MaxPool2d(MaxPool2dStemX, 3, stride: 2, padding: 1), 96),
                Reshape(MaxPool2d(MaxPool2dAxesX, [2, 3], stride: [1, 2], padding: [0, 1], dilation: [2, 1]), 64),
                Reshape(MaxPool2d(MaxPool2dCeilingX, 2, stride: 3, padding: 1, ceilMode: true), 36),
                Reshape(MaxPool2d(MaxPool2dOverlappingX, 3, stride: 1), 108),
                Reshape(MaxPool2d(MaxPool2dTiedX, 2), 36),
                Reshape(MaxPool3d(MaxPool3dPlainX, 2), 24),
                Reshape(MaxPool3d(MaxPool3dPaddedX, 3, stride: [1, 2, 2], padding: 1), 72),
                Reshape(AvgPool1d(AvgPool1dPlainX, 2), 24),
                Reshape(AvgPool1d(AvgPool1dPaddedX, 3, stride: 2, padding: 1, countIncludePad: false), 30),
                Reshape(AvgPool2d(AvgPool2dPlainX, 2), 54),
                Reshape(AvgPool2d(AvgPool2dPaddedX, 3, stride: 2, padding: 1), 96),
                Reshape(AvgPool2d(AvgPool2dUncountedX, 3, stride: 2, padding: 1, countIncludePad: false), 96),
                Reshape(AvgPool2d(AvgPool2dCeilingX, [3, 2], stride: [2, 3], padding: 1, ceilMode: true), 60),
                Reshape(AvgPool2d(AvgPool2dCeilingUncountedX, 2, stride: 3, padding: 1, ceilMode: true,
                    countIncludePad: false), 36),
                Reshape(AvgPool3d(AvgPool3dPaddedX, 2, stride: [1, 2, 2], padding: [0, 1, 0]), 54),
                Reshape(AdaptiveAvgPool1d(AdaptiveAvgPool1dPartsX, 4), 24),
                Reshape(AdaptiveAvgPool2d(AdaptiveAvgPool2dOneX, 1), 6),
                Reshape(AdaptiveAvgPool2d(AdaptiveAvgPool2dEvenX, [3, 4]), 72),
                Reshape(AdaptiveAvgPool2d(AdaptiveAvgPool2dUnevenX, [3, 7]), 126),
                Reshape(AdaptiveAvgPool2d(AdaptiveAvgPool2dMoreX, [5, 4]), 80),
                Reshape(AdaptiveAvgPool3d(AdaptiveAvgPool3dPartsX, 2), 16),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(1336)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family padding as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class PaddingModel
{
    [Parameter(2, 3, 5)]
    private partial Tensor PadReflectLastX { get; }

    [Parameter(1, 2, 3, 4)]
    private partial Tensor PadReflectImageX { get; }

    [Parameter(1, 2, 4, 5)]
    private partial Tensor PadReflectUsedX { get; }

    [Parameter(3, 2, 3, 3)]
    private partial Tensor PadReflectUsedWeight { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor PadReplicateLastX { get; }

    [Parameter(1, 2, 3, 4)]
    private partial Tensor PadReplicateImageX { get; }

    [Parameter(1, 2, 4, 5)]
    private partial Tensor PadReplicateUsedX { get; }

    [Parameter(3, 2, 3, 3)]
    private partial Tensor PadReplicateUsedWeight { get; }

    [Forward]
    private Tensor Forward() =>
        Concat(
            [
                Reshape(PadReflect(PadReflectLastX, axis: -1, before: 2, after: 3), 60),
                Reshape(PadReflect(PadReflect(PadReflectImageX, axis: 2, before: 1, after: 2), axis: 3, before: 3,
                    after: 0), 84),
                Reshape(Conv2d(PadReflect(PadReflect(PadReflectUsedX, axis: 2, before: 1, after: 1), axis: 3,
                    before: 1, after: 1), PadReflectUsedWeight), 60),
                Reshape(PadReplicate(PadReplicateLastX, axis: -1, before: 2, after: 3), 60),
                Reshape(PadReplicate(PadReplicate(PadReplicateImageX, axis: 2, before: 1, after: 2), axis: 3,
                    before: 3, after: 0), 84),
                Reshape(Conv2d(PadReplicate(PadReplicate(PadReplicateUsedX, axis: 2, before: 1, after: 1), axis: 3,
                    before: 1, after: 1), PadReplicateUsedWeight), 60),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(408)] Tensor weight) =>
        Sum(result * weight);
}

/// <summary>
/// The family ragged as one network, whose result is every case's result, flattened, in order.
/// </summary>
[Model]
public sealed partial class RaggedModel
{
    [Parameter(3, 4, 5)]
    private partial Tensor MaskedMeanPoolX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor MaskedMeanNothingX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor MaskedMaxPoolX { get; }

    [Parameter(3, 4)]
    private partial Tensor MaskedMaxLastX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor MseMaskX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor MseMaskY { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor L1MaskX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor L1MaskY { get; }

    [Parameter(3, 4)]
    private partial Tensor HuberMaskX { get; }

    [Parameter(3, 4)]
    private partial Tensor HuberMaskY { get; }

    [Parameter(3, 4)]
    private partial Tensor BinaryCrossEntropyWithLogitsMaskX { get; }

    [Parameter(3, 4)]
    private partial Tensor BinaryCrossEntropyWithLogitsMaskY { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropyIgnoreX { get; }

    [Parameter(6, 5)]
    private partial Tensor CrossEntropyIgnoredX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor CrossEntropyMaskX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor CrossEntropyMaskedProbabilitiesX { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor CrossEntropyMaskedProbabilitiesY { get; }

    [Parameter(3, 4, 5)]
    private partial Tensor NegativeLogLikelihoodIgnoreX { get; }

    [Parameter(4, 12, 6)]
    private partial Tensor CtcPlainX { get; }

    [Parameter(2, 9, 6)]
    private partial Tensor CtcRepeatedX { get; }

    [Parameter(3, 4, 6)]
    private partial Tensor CtcImpossibleX { get; }

    [Forward]
    private Tensor Forward(
        [Shape(3)] IntTensor sequenceMaskPlainLengths,
        [Shape(3)] IntTensor maskedMeanPoolLengths,
        [Shape(3)] IntTensor maskedMeanNothingLengths,
        [Shape(3)] IntTensor maskedMaxPoolLengths,
        [Shape(3)] IntTensor maskedMaxLastLengths,
        [Shape(3)] IntTensor mseMaskLengths,
        [Shape(3)] IntTensor l1MaskLengths,
        [Shape(3)] IntTensor huberMaskLengths,
        [Shape(3)] IntTensor binaryCrossEntropyWithLogitsMaskLengths,
        [Shape(6)] IntTensor crossEntropyIgnoreLabel,
        [Shape(6)] IntTensor crossEntropyIgnoredLabel,
        [Shape(3)] IntTensor crossEntropyMaskLengths,
        [Shape(3, 4)] IntTensor crossEntropyMaskLabel,
        [Shape(3)] IntTensor crossEntropyMaskedProbabilitiesLengths,
        [Shape(3)] IntTensor negativeLogLikelihoodIgnoreLengths,
        [Shape(3, 4)] IntTensor negativeLogLikelihoodIgnoreLabel,
        [Shape(4, 5)] IntTensor ctcPlainTarget,
        [Shape(4)] IntTensor ctcPlainInputs,
        [Shape(4)] IntTensor ctcPlainTargets,
        [Shape(2, 4)] IntTensor ctcRepeatedTarget,
        [Shape(2)] IntTensor ctcRepeatedInputs,
        [Shape(2)] IntTensor ctcRepeatedTargets,
        [Shape(3, 4)] IntTensor ctcImpossibleTarget,
        [Shape(3)] IntTensor ctcImpossibleInputs,
        [Shape(3)] IntTensor ctcImpossibleTargets) =>
        Concat(
            [
                Reshape(SequenceMask(sequenceMaskPlainLengths, 4), 12),
                Reshape(MaskedMean(MaskedMeanPoolX, SequenceMask(maskedMeanPoolLengths, 4)), 15),
                Reshape(MaskedMean(MaskedMeanNothingX, SequenceMask(maskedMeanNothingLengths, 4)), 15),
                Reshape(MaskedMax(MaskedMaxPoolX, SequenceMask(maskedMaxPoolLengths, 4), keepDims: true), 15),
                Reshape(MaskedMax(MaskedMaxLastX, SequenceMask(maskedMaxLastLengths, 4), axis: -1), 3),
                Reshape(Mse(MseMaskX, MseMaskY, SequenceMask(mseMaskLengths, 4)), 1),
                Reshape(L1(L1MaskX, L1MaskY, SequenceMask(l1MaskLengths, 4)), 1),
                Reshape(Huber(HuberMaskX, HuberMaskY, 0.75f, SequenceMask(huberMaskLengths, 4)), 1),
                Reshape(BinaryCrossEntropyWithLogits(BinaryCrossEntropyWithLogitsMaskX,
                    BinaryCrossEntropyWithLogitsMaskY, SequenceMask(binaryCrossEntropyWithLogitsMaskLengths, 4)), 1),
                Reshape(CrossEntropy(CrossEntropyIgnoreX, crossEntropyIgnoreLabel, ignoreIndex: 2), 1),
                Reshape(CrossEntropy(CrossEntropyIgnoredX, crossEntropyIgnoredLabel, 0.25f, ignoreIndex: -100), 1),
                Reshape(CrossEntropy(CrossEntropyMaskX, crossEntropyMaskLabel,
                    mask: SequenceMask(crossEntropyMaskLengths, 4)), 1),
                Reshape(CrossEntropy(CrossEntropyMaskedProbabilitiesX, CrossEntropyMaskedProbabilitiesY,
                    mask: SequenceMask(crossEntropyMaskedProbabilitiesLengths, 4)), 1),
                Reshape(NegativeLogLikelihood(NegativeLogLikelihoodIgnoreX, negativeLogLikelihoodIgnoreLabel,
                    ignoreIndex: 2, mask: SequenceMask(negativeLogLikelihoodIgnoreLengths, 4)), 1),
                Reshape(Ctc(LogSoftmax(CtcPlainX), ctcPlainTarget, ctcPlainInputs, ctcPlainTargets), 1),
                Reshape(Ctc(LogSoftmax(CtcRepeatedX), ctcRepeatedTarget, ctcRepeatedInputs, ctcRepeatedTargets,
                    blank: 5), 1),
                Reshape(Ctc(LogSoftmax(CtcImpossibleX), ctcImpossibleTarget, ctcImpossibleInputs, ctcImpossibleTargets,
                    zeroInfinity: true), 1),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(72)] Tensor weight) =>
        Sum(result * weight);
}
