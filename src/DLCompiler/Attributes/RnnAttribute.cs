namespace DLCompiler;

/// <summary>
/// A recurrent layer: h′ = tanh(x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh) (Elman 1990). It gives (Output, State), or the output
/// alone; a second parameter is the state before the first step. PyTorch: <c>nn.RNN</c>, batch first.
/// </summary>
/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RnnAttribute(object size) : RecurrentAttribute(size)
{
    /// <summary><c>"tanh"</c>, or <c>"relu"</c>.</summary>
    public string Nonlinearity { get; set; } = "tanh";
}
