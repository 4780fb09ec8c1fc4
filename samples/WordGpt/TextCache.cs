namespace DLCompiler.Samples.Words;

/// <summary>
/// Texts that a network reads sign by sign: it computes one place at a time, and takes what it noted of the places before
/// from here.
/// </summary>
internal sealed class TextCache
{
    private const int Room = WordGpt.MaxLength - 1, Width = WordGpt.Width, Depth = WordGpt.Depth;

    private readonly WordGptStep _model;
    private readonly int _texts;
    private readonly float[] _keys, _values;
    private readonly float[] _newKeys, _newValues;

    /// <param name="model">The network.</param>
    /// <param name="texts">How many texts it reads at a time.</param>
    public TextCache(WordGptStep model, int texts)
    {
        (_model, _texts) = (model, texts);
        (_keys, _values) = (new float[Depth * texts * Room * Width], new float[Depth * texts * Room * Width]);
        (_newKeys, _newValues) = (new float[Depth * texts * Width], new float[Depth * texts * Width]);
        Logits = new float[texts * Alphabet.Count];
    }

    /// <summary>How many signs of each text have been read.</summary>
    public int Length { get; private set; }

    /// <summary>What the network thinks of each sign as the next: [texts, signs].</summary>
    public float[] Logits { get; }

    /// <summary>What it thinks of one text's next sign.</summary>
    public ReadOnlySpan<float> LogitsOf(int text) => Logits.AsSpan(text * Alphabet.Count, Alphabet.Count);

    /// <summary>Reads the next sign of each text.</summary>
    /// <exception cref="InvalidOperationException">The texts are as long as they may be.</exception>
    public void Read(ReadOnlySpan<int> signs)
    {
        if (Length > Room) throw new InvalidOperationException($"A text has at most {WordGpt.MaxLength} signs.");
        int[] places = [.. Enumerable.Repeat(Length, _texts)], seen = [.. Enumerable.Repeat(Length + 1, _texts)];
        _model.Predict(signs, places, seen, _keys, _values, Logits, _newKeys, _newValues);
        if (Length < Room)
        {
            for (int row = 0; row < Depth * _texts; row++)
            {
                int to = ((row * Room) + Length) * Width;
                _newKeys.AsSpan(row * Width, Width).CopyTo(_keys.AsSpan(to));
                _newValues.AsSpan(row * Width, Width).CopyTo(_values.AsSpan(to));
            }
        }

        Length++;
    }

    /// <summary>Lets each text go on from what was read of another: as a beam does when it drops some.</summary>
    /// <param name="from">For each text, the one that it goes on from.</param>
    public void Continue(ReadOnlySpan<int> from)
    {
        foreach (float[] cache in new[] { _keys, _values })
        {
            float[] before = [.. cache];
            for (int block = 0; block < Depth; block++)
            {
                for (int text = 0; text < _texts; text++)
                {
                    int source = (block * _texts) + from[text], target = (block * _texts) + text;
                    before.AsSpan(source * Room * Width, Length * Width).CopyTo(cache.AsSpan(target * Room * Width));
                }
            }
        }
    }
}
