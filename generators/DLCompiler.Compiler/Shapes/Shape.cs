namespace DLCompiler.Compiler.Shapes;

/// <summary>The element type of a tensor.</summary>
public enum DType
{
    /// <summary>IEEE single precision; also the 0 or 1 of comparisons.</summary>
    Float32,

    /// <summary>Signed 32-bit integers: labels, indices. They carry no gradient.</summary>
    Int32,
}

/// <summary>Dimensions, outermost first. Value-equal; prints as <c>[N, 1, 28, 28]</c>.</summary>
public readonly record struct Shape(EquatableArray<Dim> Dims)
{
    /// <summary>How many dimensions a declaration may state: calls have room for so many lengths of a tensor.</summary>
    public const int MaxRank = 32;

    public static readonly Shape Scalar = new([]);

    public int Rank => Dims.Count;

    /// <summary>The number of elements.</summary>
    public Dim Count => Dim.Product(Dims);

    public Dim this[int axis] => Dims[axis];

    public static Shape Of(params Dim[] dims) => new(new EquatableArray<Dim>((IEnumerable<Dim>)dims));

    public static Shape Of(IEnumerable<Dim> dims) => new(dims.ToEquatableArray());

    /// <summary>The shape with <paramref name="axis"/> of size <paramref name="size"/>.</summary>
    public Shape With(int axis, Dim size) => Of(Dims.Select((d, i) => i == axis ? size : d));

    /// <summary>The axes that have another size than 1.</summary>
    public IEnumerable<int> AxesAboveOne()
    {
        var dims = Dims;
        return Enumerable.Range(0, Rank).Where(axis => dims[axis] != Dim.One);
    }

    /// <summary>Row-major strides in elements.</summary>
    public EquatableArray<Dim> Strides()
    {
        var strides = new Dim[Rank];
        var stride = Dim.One;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Dims[axis];
        }

        return new EquatableArray<Dim>(strides);
    }

    public Shape Substitute(Func<string, Dim?> binding) => Of(Dims.Select(d => d.Substitute(binding)));

    public override string ToString() => $"[{string.Join(", ", Dims)}]";
}

/// <summary>What a node's value is: an element type and a shape.</summary>
public readonly record struct TensorType(DType DType, Shape Shape)
{
    public int Rank => Shape.Rank;

    public static TensorType Float(Shape shape) => new(DType.Float32, shape);

    public static TensorType Int(Shape shape) => new(DType.Int32, shape);

    public override string ToString() => DType == DType.Float32 ? Shape.ToString() : $"int{Shape}";
}
