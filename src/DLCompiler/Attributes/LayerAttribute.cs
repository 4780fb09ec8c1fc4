namespace DLCompiler;

/// <summary>
/// Declares a use of a block as a layer: <c>[Layer&lt;BasicBlock&gt;("Out", 128, "Stride", 2)]</c>. PyTorch: a
/// submodule; with <see cref="Repeat"/>, <c>nn.Sequential</c> of as many, whose parameters are called <c>Name.0.…</c>.
/// </summary>
/// <typeparam name="TBlock">A class with <see cref="BlockAttribute"/>.</typeparam>
/// <param name="bindings">Names of symbols and sizes of the block, each followed by its value.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LayerAttribute<TBlock>(params object[] bindings) : Attribute
{
    /// <summary>
    /// Symbols and sizes of the block, each followed by an integer or an expression in the user's symbols.
    /// </summary>
    public object[] Bindings { get; } = bindings;

    /// <summary>
    /// How many independent instances run one after the other; output and input shapes must then agree.
    /// </summary>
    public object Repeat { get; set; } = 1;
}
