namespace DLCompiler;

/// <summary>
/// A trained row of numbers for each of a number of symbols, chosen by index: int[...] → [..., size]. Parameter:
/// <c>weight</c> [count, size]. PyTorch: <c>nn.Embedding</c>, with its default (normal with deviation 1). An index
/// outside the table is refused before anything runs.
/// </summary>
/// <param name="count">How many symbols there are.</param>
/// <param name="size">The length of a row.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class EmbeddingAttribute(object count, object size) : Attribute
{
    /// <summary>How many symbols there are: an integer or a symbol expression.</summary>
    public object Count { get; } = count;

    /// <summary>The length of a row: an integer or a symbol expression.</summary>
    public object Size { get; } = size;

    /// <summary>How the weight starts.</summary>
    public Init Init { get; set; }

    /// <summary>
    /// The number that <see cref="Init"/> needs; see <see cref="DLCompiler.Init"/>. Unset: its default.
    /// </summary>
    public float InitValue { get; set; } = float.NaN;
}
