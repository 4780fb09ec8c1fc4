namespace DLCompiler;

/// <summary>The distribution that a parameter starts from.</summary>
public enum InitializerKind
{
    /// <summary>Every element is <see cref="Initializer.Value"/>.</summary>
    Constant,

    /// <summary>Uniform between −Value and Value.</summary>
    Uniform,

    /// <summary>Normal with mean 0 and standard deviation Value.</summary>
    Normal,

    /// <summary>
    /// Of the matrix [first axis, all others], the rows are orthonormal (the columns, where there are more rows), times
    /// Value (Saxe et al. 2013).
    /// </summary>
    Orthogonal,
}

/// <summary>
/// How a parameter starts, with fans and gains already worked into the number. The values depend on the seed, the
/// parameter's name and the element's index, and are the same to the bit on every machine.
/// </summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Value">Its constant, bound, deviation or gain.</param>
public readonly record struct Initializer(InitializerKind Kind, float Value)
{
    /// <summary>Every element is 0.</summary>
    public static Initializer Zeros => Constant(0);

    /// <summary>Every element is 1.</summary>
    public static Initializer Ones => Constant(1);

    /// <summary>Every element is <paramref name="value"/>.</summary>
    public static Initializer Constant(float value) => new(InitializerKind.Constant, value);

    /// <summary>Uniform between −<paramref name="bound"/> and <paramref name="bound"/>.</summary>
    public static Initializer Uniform(float bound) => new(InitializerKind.Uniform, bound);

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(float deviation) => new(InitializerKind.Normal, deviation);

    /// <summary>Orthonormal rows or columns, times <paramref name="gain"/>.</summary>
    public static Initializer Orthogonal(float gain) => new(InitializerKind.Orthogonal, gain);

    /// <summary>Fills a parameter.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="rows">The size of the first axis.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="seed">The model's seed.</param>
    internal void Fill(Span<float> values, int rows, string name, int seed)
    {
        var random = new ParameterRandom(seed, name);
        switch (Kind)
        {
            case InitializerKind.Uniform:
                for (int i = 0; i < values.Length; i++) values[i] = (float)(Value * ((2 * random.Uniform(i)) - 1));
                break;
            case InitializerKind.Normal:
                for (int i = 0; i < values.Length; i++) values[i] = (float)(Value * random.Normal(i));
                break;
            case InitializerKind.Orthogonal:
                OrthogonalMatrix.Fill(values, rows, Value, random);
                break;
            default:
                values.Fill(Value);
                break;
        }
    }
}
