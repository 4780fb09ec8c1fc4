using System.Collections.Concurrent;

namespace DLCompiler.Data;

/// <summary>The tokens of words that were encoded before: texts repeat few words. It can be used by any number of threads.</summary>
internal sealed class WordCache
{
    private const int MaximumWords = 1 << 14;
    private const int MaximumLength = 64;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _count;

    public int[] Get(string word, Func<string, int[]> encode)
    {
        if (word.Length > MaximumLength) return encode(word);
        if (_words.TryGetValue(word, out int[]? tokens)) return tokens;
        tokens = encode(word);

        // Once it is full it stays as it is: frequent words come early. The count is not exact, and need not be.
        if (_count < MaximumWords && _words.TryAdd(word, tokens)) Interlocked.Increment(ref _count);
        return tokens;
    }
}
