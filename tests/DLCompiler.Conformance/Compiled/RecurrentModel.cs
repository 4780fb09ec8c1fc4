using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Compiled;

/// <summary>
/// Recurrent layers, each on inputs of its own, which are parameters; the same as LAYERS in fixtures/recurrent.py.
/// </summary>
[Model]
public sealed partial class RecurrentModel
{
    [Parameter(3, 4, 6)]
    private partial Tensor PlainX { get; }

    [Rnn(5)]
    private partial (Tensor Output, Tensor State) Plain(Tensor x);

    [Parameter(3, 4, 6)]
    private partial Tensor RectifiedX { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor RectifiedState { get; }

    [Rnn(5, Layers = 2, Nonlinearity = "relu", Bias = false)]
    private partial (Tensor Output, Tensor State) Rectified(Tensor x, Tensor state);

    [Parameter(3, 4, 6)]
    private partial Tensor RaggedPlainX { get; }

    [Parameter(2, 3, 5)]
    private partial Tensor RaggedPlainState { get; }

    [Rnn(5, Bidirectional = true)]
    private partial (Tensor Output, Tensor State) RaggedPlain(Tensor x, Tensor state, IntTensor lengths);

    [Parameter(3, 4, 6)]
    private partial Tensor MemoryX { get; }

    [Lstm(5)]
    private partial (Tensor Output, Tensor Hidden, Tensor Cell) Memory(Tensor x);

    [Parameter(3, 4, 6)]
    private partial Tensor DeepMemoryX { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor DeepMemoryHidden { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor DeepMemoryCell { get; }

    [Lstm(5, Layers = 2, Bidirectional = true)]
    private partial (Tensor Output, Tensor Hidden, Tensor Cell) DeepMemory(Tensor x, Tensor hidden, Tensor cell);

    [Parameter(3, 4, 6)]
    private partial Tensor RaggedMemoryX { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor RaggedMemoryHidden { get; }

    [Parameter(4, 3, 5)]
    private partial Tensor RaggedMemoryCell { get; }

    [Lstm(5, Layers = 2, Bidirectional = true)]
    private partial (Tensor Output, Tensor Hidden, Tensor Cell) RaggedMemory(
        Tensor x, Tensor hidden, Tensor cell, IntTensor lengths);

    [Parameter(3, 4, 6)]
    private partial Tensor GatedX { get; }

    [Gru(5, Bias = false)]
    private partial (Tensor Output, Tensor State) Gated(Tensor x);

    [Parameter(3, 4, 6)]
    private partial Tensor DeepGatedX { get; }

    [Parameter(6, 3, 5)]
    private partial Tensor DeepGatedState { get; }

    [Gru(5, Layers = 3, Bidirectional = true)]
    private partial (Tensor Output, Tensor State) DeepGated(Tensor x, Tensor state);

    [Parameter(3, 4, 6)]
    private partial Tensor RaggedGatedX { get; }

    [Parameter(1, 3, 5)]
    private partial Tensor RaggedGatedState { get; }

    [Gru(5)]
    private partial (Tensor Output, Tensor State) RaggedGated(Tensor x, Tensor state, IntTensor lengths);

    [Forward]
    private Tensor Forward([Shape(3)] IntTensor lengths) =>
        Concat(
            [
                Flat(Plain(PlainX)),
                Flat(Rectified(RectifiedX, RectifiedState)),
                Flat(RaggedPlain(RaggedPlainX, RaggedPlainState, lengths)),
                Flat(Memory(MemoryX)),
                Flat(DeepMemory(DeepMemoryX, DeepMemoryHidden, DeepMemoryCell)),
                Flat(RaggedMemory(RaggedMemoryX, RaggedMemoryHidden, RaggedMemoryCell, lengths)),
                Flat(Gated(GatedX)),
                Flat(DeepGated(DeepGatedX, DeepGatedState)),
                Flat(RaggedGated(RaggedGatedX, RaggedGatedState, lengths)),
            ],
            axis: 0);

    [Loss]
    private static Tensor Loss(Tensor result, [Shape(1245)] Tensor weight) => Sum(result * weight);

    private static Tensor Flat((Tensor Output, Tensor State) results) =>
        Concat([Reshape(results.Output, -1), Reshape(results.State, -1)], axis: 0);

    private static Tensor Flat((Tensor Output, Tensor Hidden, Tensor Cell) results) =>
        Concat([Reshape(results.Output, -1), Reshape(results.Hidden, -1), Reshape(results.Cell, -1)], axis: 0);
}
