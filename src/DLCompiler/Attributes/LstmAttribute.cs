namespace DLCompiler;

/// <summary>
/// Long short-term memory (Hochreiter, Schmidhuber 1997): with the gates i, f, g, o = x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh, in
/// this order, c′ = σ(f)·c + σ(i)·tanh(g) and h′ = σ(o)·tanh(c′). It gives (Output, Hidden, Cell), or the output alone;
/// a second and a third parameter are h and c before the first step. PyTorch: <c>nn.LSTM</c>, batch first.
/// </summary>
/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LstmAttribute(object size) : RecurrentAttribute(size);
