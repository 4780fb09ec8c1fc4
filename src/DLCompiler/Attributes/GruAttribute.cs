namespace DLCompiler;

/// <summary>
/// Gated recurrent units (Cho et al. 2014): with the gates r, z, n in this order, of x as X = x·W_ihᵀ + b_ih and of h as H =
/// h·W_hhᵀ + b_hh, r = σ(Xᵣ + Hᵣ), z = σ(X_z + H_z), n = tanh(Xₙ + r·Hₙ), h′ = (1 − z)·n + z·h. It gives (Output,
/// State), or the output alone; a second parameter is the state before the first step. PyTorch: <c>nn.GRU</c>, batch
/// first.
/// </summary>
/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GruAttribute(object size) : RecurrentAttribute(size);
