namespace DLCompiler.Compiler.Tests.Support;

/// <summary>A row-major array of doubles with its sizes: what the interpreter computes with.</summary>
internal sealed class NdArray(int[] sizes, double[] values)
{
    public NdArray(params int[] sizes)
        : this(sizes, new double[Count(sizes)])
    {
    }

    public int[] Sizes { get; } = sizes;

    public double[] Values { get; } = values;

    public int Rank => Sizes.Length;

    public double this[params int[] index]
    {
        get => Values[Offset(index)];
        set => Values[Offset(index)] = value;
    }

    public static NdArray Scalar(double value) => new([], [value]);

    public static int Count(int[] sizes) => sizes.Aggregate(1, (a, b) => a * b);

    /// <summary>The element at each index is <paramref name="element"/> of it.</summary>
    public static NdArray Of(int[] sizes, Func<int[], double> element)
    {
        var result = new NdArray(sizes);
        int[] index = new int[sizes.Length];
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = element(index);
            Advance(index, sizes);
        }

        return result;
    }

    public NdArray WithSizes(int[] sizes) => new(sizes, Values);

    /// <summary>The next index in row-major order.</summary>
    private static void Advance(int[] index, int[] sizes)
    {
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (++index[axis] < sizes[axis]) return;
            index[axis] = 0;
        }
    }

    private int Offset(int[] index)
    {
        int offset = 0;
        for (int axis = 0; axis < Sizes.Length; axis++) offset = (offset * Sizes[axis]) + index[axis];
        return offset;
    }
}
