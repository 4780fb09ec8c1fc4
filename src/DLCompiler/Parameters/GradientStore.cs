using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Where a program writes the gradients of parameters: a flat array laid out as the trained part of a store.</summary>
/// <param name="start">The array.</param>
/// <param name="store">The parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GradientStore(Floats start, ParameterStore store)
{
    /// <summary>The gradient of a parameter, by its number in the store.</summary>
    public Floats this[int parameter] => start + store.OffsetOf(parameter);
}
