namespace DLCompiler;

/// <summary>What the recurrent layers have in common. A size is an integer or a symbol expression.</summary>
/// <remarks>
/// <para>
/// With H the size of the state, L layers and D directions, the layer's method takes x, [N, T, C], and, if it has such
/// parameters, the states before the first step, [L·D, N, H] (zeros unless given), and an <see cref="IntTensor"/>
/// lengths, [N]. It gives the output, [N, T, D·H], and the states after the last step, [L·D, N, H]; or the output alone.
/// </para>
/// <para>
/// With lengths, sequence n ends after lengths[n] steps, from 0 to T: its output is 0 behind that, its last state is that
/// of the last real step, and a walk from the end begins there. What x holds behind it, NaN included, changes nothing.
/// </para>
/// <para>
/// Parameters, G being the layer's number of gates: <c>weight_ih_l0</c> [G·H, C], <c>weight_hh_l0</c> [G·H, H],
/// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [G·H]; then <c>weight_ih_l0_reverse</c> …, <c>weight_ih_l1</c> [G·H, D·H] ….
/// Names, layouts and defaults are PyTorch's (all uniform within ±1/√H).
/// </para>
/// </remarks>
/// <param name="size">The size of the state, H.</param>
public abstract class RecurrentAttribute(object size) : Attribute
{
    /// <summary>The size of the state, H.</summary>
    public object Size { get; } = size;

    /// <summary>The size of an element of the sequence, C, where it shall be checked; inferred when unset.</summary>
    public object? In { get; set; }

    /// <summary>How many layers there are, each on the outputs of the one before. 1 unless set.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether biases are added. True unless set.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether a second walk goes from the end to the beginning, its outputs beside those of the first.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>In training, the probability of 0 in the outputs of all layers but the last. 0 unless set.</summary>
    public float Dropout { get; set; }

    /// <summary>How the weights of the input start.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;

    /// <summary>How the weights of the state start.</summary>
    public Init RecurrentInit { get; set; }

    /// <summary>The number that <see cref="RecurrentInit"/> needs. Unset: its default.</summary>
    public float RecurrentInitValue { get; set; } = float.NaN;

    /// <summary>How the biases start.</summary>
    public Init BiasInit { get; set; }

    /// <summary>The number that <see cref="BiasInit"/> needs. Unset: its default.</summary>
    public float BiasInitValue { get; set; } = float.NaN;
}
