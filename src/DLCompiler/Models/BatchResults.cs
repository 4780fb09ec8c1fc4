namespace DLCompiler;

/// <summary>
/// What a network has predicted for a batch, by the names of its results. The memory is used again by the next batch, and grows
/// where that is larger.
/// </summary>
public sealed class BatchResults
{
    private readonly List<Result> _results = [];

    /// <summary>The results, in the order in which <c>Forward</c> returns them; empty before the first prediction.</summary>
    public IReadOnlyList<string> Names => [.. _results.Select(r => r.Name)];

    /// <summary>A result's values, row-major.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such result of floats.</exception>
    public ReadOnlySpan<float> Floats(string name) => Find<float>(name);

    /// <inheritdoc cref="Floats(string)"/>
    /// <exception cref="ArgumentException">There is no such result of integers.</exception>
    public ReadOnlySpan<int> Ints(string name) => Find<int>(name);

    /// <summary>A result's shape, outermost axis first.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such result.</exception>
    public ReadOnlySpan<int> Shape(string name) => Find(name).Shape;

    /// <summary>Memory for a result, for whoever predicts.</summary>
    /// <param name="name">The result's name.</param>
    /// <param name="shape">Its shape.</param>
    public Span<float> Floats(string name, ReadOnlySpan<int> shape) => Provide<float>(name, shape);

    /// <inheritdoc cref="Floats(string, ReadOnlySpan{int})"/>
    public Span<int> Ints(string name, ReadOnlySpan<int> shape) => Provide<int>(name, shape);

    private Span<T> Provide<T>(string name, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        int count = 1;
        foreach (int size in shape) count = checked(count * size);
        var result = _results.Find(r => r.Name == name);
        if (result is null) _results.Add(result = new Result(name));
        if (result.Values is not T[] values || values.Length < count) result.Values = values = new T[count];
        if (!shape.SequenceEqual(result.Shape)) result.Shape = shape.ToArray();
        result.Count = count;
        return values.AsSpan(0, count);
    }

    private Span<T> Find<T>(string name)
        where T : unmanaged
    {
        var result = Find(name);
        return result.Values is T[] values
            ? values.AsSpan(0, result.Count)
            : throw new ArgumentException($"The result '{name}' has no {typeof(T).Name} values.", nameof(name));
    }

    private Result Find(string name) => _results.Find(r => r.Name == name) ?? throw new ArgumentException(
        $"There is no result '{name}'; there are {string.Join(", ", _results.Select(r => $"'{r.Name}'"))}.", nameof(name));

    private sealed class Result(string name)
    {
        public string Name => name;

        public Array Values { get; set; } = Array.Empty<float>();

        public int[] Shape { get; set; } = [];

        public int Count { get; set; }
    }
}
