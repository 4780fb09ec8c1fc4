namespace DLCompiler;

/// <summary>A number that says how good predictions are, summed up batch by batch.</summary>
/// <remarks>Adding a batch allocates nothing, unless the metric says otherwise.</remarks>
public interface IMetric
{
    /// <summary>What tables and plots call it, such as <c>top-5 accuracy</c>.</summary>
    string Name { get; }

    /// <summary>Of all that was added; not a number while that says nothing.</summary>
    double Value { get; }

    /// <summary>Begins anew.</summary>
    void Reset();
}
