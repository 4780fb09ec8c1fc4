using System.Diagnostics;

namespace DLCompiler;

/// <summary>
/// An immutable n-dimensional array of numbers. In the <c>Forward</c> method of a model it stands for a value of the
/// network; run eagerly, it holds that value: doubles in row-major order, rounded to single precision after each op
/// where the run asks for it. Operators follow NumPy's broadcasting. There is no conversion to <c>bool</c>:
/// comparisons give tensors of 0 and 1, and <see cref="Ops.Where(Tensor, Tensor, Tensor)"/> chooses.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    private readonly double[] _values;

    /// <summary>Copies values of a shape.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The size of each axis, outermost first; nothing for a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Tensor(ReadOnlySpan<double> values, params int[] shape)
        : this(values.ToArray(), CheckedShape(values.Length, shape), Rounding.Keep)
    {
    }

    /// <inheritdoc cref="Tensor(ReadOnlySpan{double}, int[])"/>
    public Tensor(ReadOnlySpan<float> values, params int[] shape)
        : this(Widen(values), CheckedShape(values.Length, shape), Rounding.Keep)
    {
    }

    private Tensor(double[] values, int[] shape, Rounding rounding)
    {
        _values = values;
        Dimensions = shape;
        if (rounding == Rounding.ToSingle)
        {
            for (int i = 0; i < values.Length; i++) values[i] = (float)values[i];
        }
    }

    private enum Rounding
    {
        Keep,
        ToSingle,
    }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The size of each axis, outermost first.</summary>
    public ReadOnlySpan<int> Shape => Dimensions;

    /// <summary>The number of elements.</summary>
    public int Count => _values.Length;

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<double> Values => _values;

    internal int[] Dimensions { get; }

    /// <summary>
    /// A slice: an <c>int</c> or <see cref="Index"/> drops its axis, a <see cref="Range"/> keeps it, axes that are not
    /// mentioned stay whole. NumPy: basic indexing.
    /// </summary>
    /// <param name="slices">One an axis, from the first.</param>
    /// <exception cref="ArgumentException">A slice reaches beyond its axis, or there are more slices than
    /// axes.</exception>
    public Tensor this[params AxisSlice[] slices] => Read(StridedView.RowMajor(Dimensions).Slice(slices));

    /// <summary>A tensor of rank 0.</summary>
    public static Tensor Scalar(double value) => new([value], []);

    /// <summary>The size of an axis; a negative one counts from the end.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Size(int axis) => Dimensions[Axes.Resolve(nameof(Size), axis, Rank)];

    /// <summary>The only element.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public double ToScalar() =>
        Count == 1 ? _values[0] : throw new InvalidOperationException($"{ShapeText.Of(Dimensions)} is not one number.");

    /// <summary>The elements in row-major order, in single precision.</summary>
    public float[] ToSingles() => Array.ConvertAll(_values, v => (float)v);

    /// <summary>Shape and values: <c>[2, 3] [[1, 2, 3], [4, 5, 6]]</c>; long axes are abbreviated.</summary>
    public override string ToString() => TensorPrinter.Print<double>(Dimensions, _values);

    /// <summary>The result of an op: takes the arrays over, and rounds in a run of single precision.</summary>
    internal static Tensor Result(double[] values, int[] shape)
    {
        var result = new Tensor(values, shape, Runtime.EagerRun.RoundsToSingle ? Rounding.ToSingle : Rounding.Keep);
        Runtime.FiniteWatch.Current?.Look(values);
        return result;
    }

    internal Tensor Read(StridedView view) => new(view.Gather(Values), view.Shape, Rounding.Keep);

    /// <summary>The same elements under another shape of as many.</summary>
    internal Tensor WithShape(int[] shape) => new(_values, shape, Rounding.Keep);

    private static int[] CheckedShape(int count, int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (ShapeText.Count(shape) != count)
            throw new ArgumentException($"{count} values do not fill {ShapeText.Of(shape)}.", nameof(shape));
        return [.. shape];
    }

    private static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }
}
