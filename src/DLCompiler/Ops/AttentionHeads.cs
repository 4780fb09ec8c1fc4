namespace DLCompiler;

/// <summary>
/// The operands of attention as heads of sequences: a row is a query of a head of a sequence, counted through.
/// </summary>
internal sealed class AttentionHeads
{
    private const string Op = "ScaledDotProductAttention";

    private readonly Tensor _query;
    private readonly Tensor _key;
    private readonly Tensor _value;
    private readonly IntTensor? _lengths;
    private readonly int[] _scores;
    private readonly int _group;

    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public AttentionHeads(Tensor query, Tensor key, Tensor value, IntTensor? lengths)
    {
        int rank = query.Rank, own = rank < 4 ? 2 : 3;
        if (rank < 2 || key.Rank != rank || value.Rank != rank) throw Misfit(query, key, value, "of one rank of at least 2");
        if (query.Dimensions[^1] != key.Dimensions[^1]) throw Misfit(query, key, value, "with queries and keys of one size");
        if (key.Dimensions[^2] != value.Dimensions[^2]) throw Misfit(query, key, value, "with a value for each key");
        int[] Lead(Tensor x) => x.Dimensions[..^own];
        int[] leading = Broadcasting.Join(Op, Broadcasting.Join(Op, Lead(query), Lead(key)), Lead(value));
        Tensor Whole(Tensor x) => Broadcasting.To(Op, x, [.. leading, .. x.Dimensions[^own..]]);
        (_query, _key, _value, _lengths) = (Whole(query), Whole(key), Whole(value), lengths);
        (Queries, Keys, Size, ValueSize) = (query.Dimensions[^2], key.Dimensions[^2], query.Dimensions[^1], value.Dimensions[^1]);
        Heads = own == 3 ? query.Dimensions[^3] : 1;
        int keyHeads = own == 3 ? key.Dimensions[^3] : 1;
        if (own == 3 && (value.Dimensions[^3] != keyHeads || keyHeads == 0 || Heads % keyHeads != 0))
            throw Misfit(query, key, value, "with heads of keys that share those of queries evenly");
        _group = Heads / keyHeads;
        Batch = ShapeText.Count(leading);
        int[] heads = own == 3 ? [Heads] : [];
        _scores = [.. leading, .. heads, Queries, Keys];
        ResultShape = [.. leading, .. heads, Queries, ValueSize];
        if (lengths is null) return;
        if (rank is not (3 or 4) || lengths.Rank != 1 || lengths.Count != Batch || lengths.Values.ContainsAnyExceptInRange(0, Keys))
            throw new ArgumentException($"{Op}: lengths must be [{Batch}], of 0 to {Keys}, not {ShapeText.Of(lengths.Dimensions)}.");
    }

    public int Batch { get; }

    public int Heads { get; }

    public int Queries { get; }

    public int Keys { get; }

    public int Size { get; }

    public int ValueSize { get; }

    public int[] ResultShape { get; }

    /// <summary>A mask or a bias with a number for each score.</summary>
    public Tensor Broadcast(Tensor x, string argument) =>
        Broadcasting.Join(Op, x.Dimensions, _scores).SequenceEqual(_scores)
            ? Broadcasting.To(Op, x, _scores)
            : throw new ArgumentException(
                $"{Op}: '{argument}' is {ShapeText.Of(x.Dimensions)}, and does not broadcast to {ShapeText.Of(_scores)}.");

    /// <summary>How many keys the row's sequence has.</summary>
    public int KeysOf(int row) => _lengths is null ? Keys : _lengths.Values[row / Queries / Heads];

    /// <summary>query · key.</summary>
    public double Score(int row, int key)
    {
        var query = _query.Values.Slice(row * Size, Size);
        var other = _key.Values.Slice(((KeyHead(row) * Keys) + key) * Size, Size);
        double sum = 0;
        for (int d = 0; d < Size; d++) sum += query[d] * other[d];
        return sum;
    }

    /// <summary>An element of a key's value.</summary>
    public double Value(int row, int key, int element) =>
        _value.Values[(((KeyHead(row) * Keys) + key) * ValueSize) + element];

    /// <summary>The head of keys that serves the row's head, counted through.</summary>
    private int KeyHead(int row) => row / Queries / _group;

    private static ArgumentException Misfit(Tensor query, Tensor key, Tensor value, string wanted) => new(
        $"{Op} takes operands {wanted}, not {ShapeText.Of(query.Dimensions)}, {ShapeText.Of(key.Dimensions)} and "
        + $"{ShapeText.Of(value.Dimensions)}.");
}
