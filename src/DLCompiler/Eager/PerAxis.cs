using System.Collections;
using System.Runtime.CompilerServices;

namespace DLCompiler;

/// <summary>
/// An option of a window: one value for all axes of an image, <c>stride: 2</c>, a value for each, <c>stride: [1, 2]</c>, or a
/// word, <c>padding: "same"</c>.
/// </summary>
[CollectionBuilder(typeof(PerAxis), nameof(Create))]
public sealed class PerAxis : IReadOnlyList<int>
{
    private readonly int[] _values;
    private readonly string? _word;

    private PerAxis(int[] values, string? word = null) => (_values, _word) = (values, word);

    /// <summary>How many values there are; none with a word.</summary>
    public int Count => _values.Length;

    /// <summary>A value.</summary>
    public int this[int index] => _values[index];

    /// <summary>One value for all axes.</summary>
    public static implicit operator PerAxis(int value) => new([value]);

    /// <summary>A word: for a padding, <c>"same"</c> or <c>"valid"</c>.</summary>
    public static implicit operator PerAxis(string word) => new([], word);

    /// <summary>One value for all axes: the named form of the conversion.</summary>
    public static PerAxis FromInt32(int value) => value;

    /// <summary>A word: the named form of the conversion.</summary>
    public static PerAxis FromString(string word) => word;

    /// <summary>A value for each axis: what a collection expression calls.</summary>
    public static PerAxis Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As it was written: <c>2</c>, <c>[1, 2]</c>, <c>same</c>.</summary>
    public override string ToString() => _word ?? (Count == 1 ? $"{_values[0]}" : $"[{string.Join(", ", _values)}]");

    /// <summary>Whether it is that word.</summary>
    internal bool Is(string word) => _word == word;

    /// <summary>A value for each of so many axes, of at least <paramref name="least"/>.</summary>
    /// <exception cref="ArgumentException">The values are too few, too many or too small, or a word.</exception>
    internal int[] For(string op, string option, int axes, int least)
    {
        if ((Count != 1 && Count != axes) || _values.Any(v => v < least))
            throw new ArgumentException($"{op}: {option} {this} is no number of at least {least} for {axes} axes.", option);
        return Count == axes ? _values : [.. Enumerable.Repeat(_values[0], axes)];
    }
}
