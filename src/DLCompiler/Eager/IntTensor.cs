using System.Diagnostics;

namespace DLCompiler;

/// <summary>
/// An immutable n-dimensional array of 32-bit integers: labels and indices. It carries no gradient. Comparisons give a
/// <see cref="Tensor"/> of 0 and 1; <see cref="Ops.ToFloat"/> converts.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class IntTensor
{
    private readonly int[] _values;

    /// <summary>Copies values of a shape.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The size of each axis, outermost first; nothing for a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public IntTensor(ReadOnlySpan<int> values, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (ShapeText.Count(shape) != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill {ShapeText.Of(shape)}.", nameof(shape));
        _values = values.ToArray();
        Dimensions = [.. shape];
    }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The size of each axis, outermost first.</summary>
    public ReadOnlySpan<int> Shape => Dimensions;

    /// <summary>The number of elements.</summary>
    public int Count => _values.Length;

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<int> Values => _values;

    internal int[] Dimensions { get; }

    /// <summary>A slice, as of a <see cref="Tensor"/>.</summary>
    /// <param name="slices">One an axis, from the first.</param>
    /// <exception cref="ArgumentException">A slice reaches beyond its axis, or there are more slices than
    /// axes.</exception>
    public IntTensor this[params AxisSlice[] slices]
    {
        get
        {
            var view = StridedView.RowMajor(Dimensions).Slice(slices);
            return new IntTensor(view.Gather(Values), view.Shape);
        }
    }

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor operator <(IntTensor x, IntTensor y) => Ops.Less(Ops.ToFloat(x), Ops.ToFloat(y));

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor operator <(IntTensor x, int y) => Ops.Less(Ops.ToFloat(x), Tensor.Scalar(y));

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor operator >(IntTensor x, IntTensor y) => y < x;

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor operator >(IntTensor x, int y) => Ops.Greater(Ops.ToFloat(x), Tensor.Scalar(y));

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor operator <=(IntTensor x, IntTensor y) => Ops.LessEqual(Ops.ToFloat(x), Ops.ToFloat(y));

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor operator <=(IntTensor x, int y) => Ops.LessEqual(Ops.ToFloat(x), Tensor.Scalar(y));

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor operator >=(IntTensor x, IntTensor y) => y <= x;

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor operator >=(IntTensor x, int y) => Ops.GreaterEqual(Ops.ToFloat(x), Tensor.Scalar(y));

    /// <summary>The size of an axis; a negative one counts from the end.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Size(int axis) => Dimensions[Axes.Resolve(nameof(Size), axis, Rank)];

    /// <summary>Shape and values: <c>[3] [7, 2, 1]</c>; long axes are abbreviated.</summary>
    public override string ToString() => TensorPrinter.Print<int>(Dimensions, _values);
}
