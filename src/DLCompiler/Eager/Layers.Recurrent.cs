namespace DLCompiler.Runtime;

/// <content>Layers that walk along sequences.</content>
public static partial class Layers
{
    /// <summary>See <see cref="RnnAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, T, C].</param>
    /// <param name="state">Before the first step, [layers · directions, N, H]; null for zeros.</param>
    /// <param name="lengths">How many steps each sequence has; null for all.</param>
    /// <param name="nonlinearity"><c>tanh</c> or <c>relu</c>.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="bidirectional">Whether a second walk goes from the end to the beginning.</param>
    /// <param name="dropout">In training, the probability of 0 between layers; null for no dropout.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no step, or a length is out of range.</exception>
    public static (Tensor Output, Tensor State) Rnn(
        EagerScope scope, string name, Tensor x, Tensor? state = null, IntTensor? lengths = null,
        string nonlinearity = "tanh", int layers = 1, bool bias = true, bool bidirectional = false, float? dropout = null)
    {
        Func<Tensor, Tensor> function = nonlinearity == "relu" ? Ops.Relu : Ops.Tanh;
        var network = new RecurrentNetwork(nameof(Rnn), scope, name, layers, bias, bidirectional, dropout);
        var (output, last) = network.Run(x, [state], lengths, (xt, h, _) => [function(xt + h)]);
        return (output, last[0]);
    }

    /// <summary>See <see cref="LstmAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, T, C].</param>
    /// <param name="hidden">h before the first step, [layers · directions, N, H]; null for zeros.</param>
    /// <param name="cell">c before the first step, of the same shape; null for zeros.</param>
    /// <param name="lengths">How many steps each sequence has; null for all.</param>
    /// <param name="layers">How many layers.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="bidirectional">Whether a second walk goes from the end to the beginning.</param>
    /// <param name="dropout">In training, the probability of 0 between layers; null for no dropout.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no step, or a length is out of range.</exception>
    public static (Tensor Output, Tensor Hidden, Tensor Cell) Lstm(
        EagerScope scope, string name, Tensor x, Tensor? hidden = null, Tensor? cell = null, IntTensor? lengths = null,
        int layers = 1, bool bias = true, bool bidirectional = false, float? dropout = null)
    {
        var network = new RecurrentNetwork(nameof(Lstm), scope, name, layers, bias, bidirectional, dropout);
        var (output, last) = network.Run(x, [hidden, cell], lengths, (xt, h, states) =>
        {
            var gates = Ops.Split(xt + h, parts: 4, axis: 1);
            var next = (Ops.Sigmoid(gates[1]) * states[1]) + (Ops.Sigmoid(gates[0]) * Ops.Tanh(gates[2]));
            return [Ops.Sigmoid(gates[3]) * Ops.Tanh(next), next];
        });
        return (output, last[0], last[1]);
    }

    /// <summary>See <see cref="GruAttribute"/>.</summary>
    /// <inheritdoc cref="Rnn"/>
    public static (Tensor Output, Tensor State) Gru(
        EagerScope scope, string name, Tensor x, Tensor? state = null, IntTensor? lengths = null, int layers = 1,
        bool bias = true, bool bidirectional = false, float? dropout = null)
    {
        var network = new RecurrentNetwork(nameof(Gru), scope, name, layers, bias, bidirectional, dropout);
        var (output, last) = network.Run(x, [state], lengths, (xt, h, states) =>
        {
            Tensor[] ofX = Ops.Split(xt, parts: 3, axis: 1), ofState = Ops.Split(h, parts: 3, axis: 1);
            Tensor reset = Ops.Sigmoid(ofX[0] + ofState[0]), update = Ops.Sigmoid(ofX[1] + ofState[1]);
            var candidate = Ops.Tanh(ofX[2] + (reset * ofState[2]));
            return [((1 - update) * candidate) + (update * states[0])];
        });
        return (output, last[0]);
    }
}
