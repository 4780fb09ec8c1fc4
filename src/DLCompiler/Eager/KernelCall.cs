using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>An eager call of an op that is a hand-written kernel.</summary>
/// <param name="name">What messages call it: <c>Net.Softsign</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KernelCall(string name)
{
    private readonly SymbolBinding _symbols = new(name);
    private int[] _shape = [];

    /// <summary>Binds the symbols of an argument's shape, and checks what is bound already.</summary>
    /// <exception cref="ModelShapeException">The argument has another shape.</exception>
    public void Bind(string argument, Tensor value, params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        _symbols.Bind(argument, value.Dimensions, shape);
    }

    /// <summary>The size that a symbol is bound to.</summary>
    public int Size(string symbol) => checked((int)_symbols.Evaluate(symbol));

    /// <summary>Memory for a result of a shape in symbols.</summary>
    public float[] Result(params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _shape = Array.ConvertAll(shape, size => checked((int)_symbols.Value(size)));
        return new float[ShapeText.Count(_shape)];
    }

    /// <summary>Memory for a result of another tensor's shape.</summary>
    public float[] ResultLike(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _shape = other.Dimensions;
        return new float[other.Count];
    }

    /// <summary>The result as a tensor.</summary>
    public Tensor Finish(float[] result) => new(result, _shape);
}
