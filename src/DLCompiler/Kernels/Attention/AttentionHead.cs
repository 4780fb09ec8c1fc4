using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>What all kernels of attention take.</summary>
internal readonly struct AttentionInputs(
    in AttentionShape shape, in AttentionOperand query, in AttentionOperand key, in AttentionOperand value,
    in AttentionScores scores)
{
    public readonly AttentionShape Shape = shape;
    public readonly AttentionOperand Query = query;
    public readonly AttentionOperand Key = key;
    public readonly AttentionOperand Value = value;
    public readonly AttentionScores Scores = scores;

    /// <summary>How many heads of queries share a head of keys.</summary>
    public nint Group => Shape.Heads / Shape.KeyHeads;
}

/// <summary>
/// One head of queries of one sequence. Queries are in the lanes of vectors: a panel is one or two vectors of them for
/// each key, so that maxima, sums and weights of the softmax go down the keys and never across lanes.
/// </summary>
internal readonly struct AttentionHead(in AttentionInputs inputs, nint batch, nint head)
{
    /// <summary>How many keys are packed at a time; a multiple of the microkernel's row counts.</summary>
    public const nint KeyBlock = 240;

    private readonly AttentionInputs _inputs = inputs;
    private readonly Floats _query = inputs.Query.At(batch, head);
    private readonly Floats _key = inputs.Key.At(batch, head / inputs.Group);
    private readonly Floats _value = inputs.Value.At(batch, head / inputs.Group);

    /// <summary>Whether a query may not see a key that another query sees.</summary>
    public bool HidesKeys => _inputs.Scores.Causal || !_inputs.Scores.Bias.IsNull;

    /// <summary>How many keys some of the queries before <paramref name="endQuery"/> see.</summary>
    public nint VisibleKeys(nint endQuery)
    {
        var scores = _inputs.Scores;
        var keys = _inputs.Shape.Keys;
        if (!scores.Lengths.IsNull) keys = nint.Min(keys, scores.Lengths[batch]);
        if (scores.Causal) keys = nint.Min(keys, endQuery + scores.Offset);
        return nint.Max(keys, 0);
    }

    /// <summary>The first query that sees a key.</summary>
    public nint FirstQueryOf(nint key) => _inputs.Scores.Causal ? nint.Max(key - _inputs.Scores.Offset, 0) : 0;

    /// <summary>Queries as columns.</summary>
    public Panels Queries(nint first, nint count, nint width, Floats target) =>
        Across(_query + first * _inputs.Query.Row, _inputs.Query, count, _inputs.Shape.Size, width, target);

    /// <summary>Keys as rows.</summary>
    public Panels Keys(nint first, nint count, nint width, Floats target) =>
        Across(_key + first * _inputs.Key.Row, _inputs.Key, count, _inputs.Shape.Size, width, target);

    /// <summary>Values as rows.</summary>
    public Panels Values(nint first, nint count, nint width, Floats target) =>
        Across(_value + first * _inputs.Value.Row, _inputs.Value, count, _inputs.Shape.ValueSize, width, target);

    /// <summary>The elements of queries as rows, or columns: sums go over queries.</summary>
    public Panels QueryElements(nint first, nint count, nint width, Floats target) =>
        Along(_query + first * _inputs.Query.Row, _inputs.Query, count, _inputs.Shape.Size, width, target);

    /// <summary>The elements of keys as rows: sums go over keys.</summary>
    public Panels KeyElements(nint first, nint count, nint width, Floats target) =>
        Along(_key + first * _inputs.Key.Row, _inputs.Key, count, _inputs.Shape.Size, width, target);

    /// <summary>The elements of values as rows: sums go over keys.</summary>
    public Panels ValueElements(nint first, nint count, nint width, Floats target) =>
        Along(_value + first * _inputs.Value.Row, _inputs.Value, count, _inputs.Shape.ValueSize, width, target);

    /// <summary>A matrix's rows side by side; sums go along them.</summary>
    public static Panels Across(
        Floats data, in AttentionOperand operand, nint rows, nint columns, nint width, Floats target) =>
        new(data, operand.Row, 1, rows, columns, width, target);

    /// <summary>A matrix's columns side by side; sums go over its rows.</summary>
    public static Panels Along(
        Floats data, in AttentionOperand operand, nint rows, nint columns, nint width, Floats target) =>
        new(data, 1, operand.Row, columns, rows, width, target);

    /// <summary>Element <paramref name="column"/> of a key's value.</summary>
    public float Value(nint key, nint column) => _value[key * _inputs.Value.Row + column];

    /// <summary>
    /// The scores of a panel of queries by a block of keys: scaled, with the bias, and −∞ where a query does not see a
    /// key.
    /// </summary>
    /// <param name="keys">The packed keys.</param>
    /// <param name="firstKey">The first key of the block.</param>
    /// <param name="count">How many keys count; the rows beyond are unspecified.</param>
    /// <param name="queries">The packed queries.</param>
    /// <param name="firstQuery">The first query of the panel.</param>
    /// <param name="bias">Memory for a packed panel of the bias.</param>
    /// <param name="scores">Receives [keys, width], where keys are rounded up to the microkernel's rows.</param>
    public void Score<V>(
        in Panels keys, nint firstKey, nint count, Floats queries, nint firstQuery, Floats bias, Floats scores)
        where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
        for (nint i = 0; i * height < count; i++)
            Microkernel.Multiply<V>(keys[i], queries, _inputs.Shape.Size, scores + i * height * width);

        var operand = _inputs.Scores.Bias;
        if (operand.IsNull)
        {
            Scale<V>(scores, count);
        }
        else
        {
            var data = operand.At(batch, head) + (firstQuery * operand.Row + firstKey);
            var rest = nint.Min(_inputs.Shape.Queries - firstQuery, width);
            Across(data, operand, rest, count, width, bias).Run<V>(0, 1);
            AddBias<V>(scores, bias, count);
        }

        if (Crosses(firstKey, count, firstQuery)) HideLaterKeys<V>(scores, firstKey, count, firstQuery);
    }

    /// <summary>Whether a panel has a query that does not see all keys of the block.</summary>
    public bool Crosses(nint firstKey, nint count, nint firstQuery) =>
        _inputs.Scores.Causal && firstKey + count - 1 > firstQuery + _inputs.Scores.Offset;

    /// <summary>What weights of a key are multiplied by: 0, or 1 / (1 − p), by the random numbers of the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DropoutFactor<V>(nint key, nint query) where V : struct, ISimd<V>
    {
        var index = ((batch * _inputs.Shape.Heads + head) * _inputs.Shape.Keys + key) * _inputs.Shape.Queries + query;
        var dropped = V.MaskLess(V.RandomUniform(_inputs.Scores.Stream, index, V.Count), V.Create(_inputs.Scores.Dropout));
        return V.Select(dropped, V.Create(0), V.Create(1 / (1 - _inputs.Scores.Dropout)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale<V>(Floats scores, nint count) where V : struct, ISimd<V>
    {
        var scale = V.Create(_inputs.Scores.Scale);
        for (nint i = 0; i < count * GemmBlocks.Columns<V>(); i += V.Count)
            V.Store(V.Load(scores, i, V.Count) * scale, scores, i, V.Count);
    }

    // A bias of −∞ hides a key, whatever the key holds: the score may be NaN.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBias<V>(Floats scores, Floats bias, nint count) where V : struct, ISimd<V>
    {
        V scale = V.Create(_inputs.Scores.Scale), hidden = V.Create(float.NegativeInfinity);
        for (nint i = 0; i < count * GemmBlocks.Columns<V>(); i += V.Count)
        {
            var added = V.Load(bias, i, V.Count);
            var sum = V.Fma(V.Load(scores, i, V.Count), scale, added);
            V.Store(V.Select(V.MaskEqual(added, hidden), hidden, sum), scores, i, V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void HideLaterKeys<V>(Floats scores, nint firstKey, nint count, nint firstQuery) where V : struct, ISimd<V>
    {
        var hidden = V.Create(float.NegativeInfinity);
        for (nint k = 0; k < count; k++)
        {
            var first = V.Create(firstKey + k - _inputs.Scores.Offset);
            for (nint i = 0; i < GemmBlocks.Columns<V>(); i += V.Count, scores += V.Count)
            {
                var isHidden = V.MaskLess(V.Iota(firstQuery + i), first);
                V.Store(V.Select(isHidden, hidden, V.Load(scores, 0, V.Count)), scores, 0, V.Count);
            }
        }
    }
}
