using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// One step of a recurrent layer. It gets x·W_ihᵀ + b_ih and h·W_hhᵀ + b_hh, [N, gates·H] each, which are the layer's,
/// and the states, [N, H] each, of which h is the first; it makes the next states.
/// </summary>
/// <param name="Gates">How many blocks of H columns its weights have.</param>
/// <param name="States">What the states are called.</param>
/// <param name="Next">Makes the next states.</param>
internal sealed record RecurrentCell(
    int Gates,
    IReadOnlyList<string> States,
    Func<Node, Node, IReadOnlyList<Node>, IReadOnlyList<Node>> Next)
{
    /// <summary>h′ = f(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh) (Elman 1990).</summary>
    public static RecurrentCell Rnn(Func<Node, Node> nonlinearity) =>
        new(1, ["state"], (x, h, _) => [nonlinearity(x + h)]);

    /// <summary>
    /// c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′), with the gates in the order i, f, g, o (Hochreiter, Schmidhuber
    /// 1997; Gers et al. 2000).
    /// </summary>
    public static readonly RecurrentCell Lstm = new(4, ["hidden", "cell"], (x, h, states) =>
    {
        var gates = x + h;
        var cell = (Sigmoid(Gate(gates, 1, 4)) * states[1]) + (Sigmoid(Gate(gates, 0, 4)) * Tanh(Gate(gates, 2, 4)));
        return [Sigmoid(Gate(gates, 3, 4)) * Tanh(cell), cell];
    });

    /// <summary>
    /// h′ = (1 − z)·n + z·h, n = tanh(xₙ + r·hₙ), with the gates in the order r, z, n (Cho et al. 2014; the reset gate
    /// is applied behind the product, as in PyTorch).
    /// </summary>
    public static readonly RecurrentCell Gru = new(3, ["state"], (x, h, states) =>
    {
        Node reset = Sigmoid(Gate(x, 0, 3) + Gate(h, 0, 3)), update = Sigmoid(Gate(x, 1, 3) + Gate(h, 1, 3));
        var candidate = Tanh(Gate(x, 2, 3) + (reset * Gate(h, 2, 3)));
        return [candidate + (update * (states[0] - candidate))];
    });

    private static Node Gate(Node gates, int index, int count)
    {
        var size = Shapes.Dim.FloorDiv(gates.Shape[1], count);
        return Slice(gates, 1, index * size, size);
    }
}
