using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A function of the elements at one position. Its inputs have one shape, which is the result's: broadcasting is a
/// node of its own.
/// </summary>
public abstract record Elementwise : Primitive
{
    /// <summary>The method of <c>ISimd</c> that computes it.</summary>
    public virtual string Function => Name;

    /// <summary>The type of the inputs' elements.</summary>
    protected virtual DType Operands => DType.Float32;

    public sealed override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        var shape = inputs[0].Shape;
        foreach (var input in inputs)
        {
            if (input.DType != Operands) throw ShapeException.OfIntegers(Name, input);
            if (input.Shape != shape)
                throw new InvalidOperationException($"{Name} of {string.Join(", ", inputs)}: the shapes differ.");
        }

        return TensorType.Float(shape);
    }
}
