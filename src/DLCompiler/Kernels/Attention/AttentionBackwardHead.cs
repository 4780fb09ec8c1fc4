using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The gradient of one head of queries, with its memory.</summary>
internal readonly struct AttentionBackwardHead<V> where V : struct, ISimd<V>
{
    /// <summary>The queries whose products with a block of keys are summed at once: a multiple of the panels' widths.</summary>
    private const nint QueryBlock = 64;

    private readonly AttentionInputs _inputs;
    private readonly AttentionGradients _gradients;
    private readonly AttentionHead _head;
    private readonly AttentionShape _shape;
    private readonly nint _batch;
    private readonly nint _headIndex;
    private readonly AttentionBackwardMemory _memory;

    public AttentionBackwardHead(in AttentionInputs inputs, in AttentionGradients gradients, nint batch, nint head)
    {
        (_inputs, _gradients, _shape) = (inputs, gradients, inputs.Shape);
        (_head, _batch, _headIndex) = (new AttentionHead(inputs, batch, head), batch, head);
        _memory = new AttentionBackwardMemory(_shape, QueryBlock, Height, Width, !inputs.Scores.Bias.IsNull);
    }

    private static nint Height => GemmBlocks.Rows<V>();

    private static nint Width => GemmBlocks.Columns<V>();

    private nint KeyHead => _headIndex / _inputs.Group;

    private bool WantsQuery => !_gradients.OfQuery.IsNull;

    private bool WantsKey => !_gradients.OfKey.IsNull;

    private bool WantsValue => !_gradients.OfValue.IsNull;

    private nint SizeRows => Blocks.RoundUp(_shape.Size, Height);

    /// <param name="first">Whether this is the first head of queries that adds to these keys and values.</param>
    public void Run(bool first)
    {
        AttentionTiles.Deltas<V>(_shape, _gradients, _batch, _headIndex, _memory.Deltas);
        var columns = Blocks.RoundUp(_shape.Queries, Width);
        AttentionTiles.Clear(_memory.OfQueries, SizeRows * columns);
        var keys = _head.VisibleKeys(_shape.Queries);
        for (nint firstKey = 0; firstKey < keys; firstKey += AttentionHead.KeyBlock)
        {
            var count = nint.Min(AttentionHead.KeyBlock, keys - firstKey);
            TakeKeys(firstKey, count);
            if (WantsKey)
                Store(_memory.OfKeys, _shape.Size, _gradients.OfKey, firstKey, count, first);
            if (WantsValue)
                Store(_memory.OfValues, _shape.ValueSize, _gradients.OfValue, firstKey, count, first);
        }

        if (first) ClearUnseen(keys);
        if (WantsQuery) StoreQueries();
    }

    /// <summary>
    /// Adds the gradient by the scores of a block of keys to sums over a bias: [queries, keys], or [keys] where queries
    /// share it.
    /// </summary>
    public void AddToBias(Floats sums, bool hasQueries, nint firstKey, nint count)
    {
        count = nint.Min(count, _head.VisibleKeys(_shape.Queries) - firstKey);
        if (count <= 0) return;
        AttentionTiles.Deltas<V>(_shape, _gradients, _batch, _headIndex, _memory.Deltas);
        var keys = _head.Keys(firstKey, count, Height, _memory.Keys);
        keys.Run<V>(0, keys.Count);
        var values = _head.Values(firstKey, count, Height, _memory.Values);
        values.Run<V>(0, values.Count);
        for (var query = _head.FirstQueryOf(firstKey) / Width * Width; query < _shape.Queries; query += Width)
        {
            ScorePanel(keys, values, firstKey, count, query, scale: 1);
            if (hasQueries) AddRows(sums + query * _shape.Keys, count, nint.Min(_shape.Queries - query, Width));
            else AttentionTiles.AddSums<V>(_memory.Scores, sums, count);
        }
    }

    private void AddRows(Floats sums, nint count, nint queries)
    {
        Transposition.Run<V>(_memory.Scores, Width, count, queries, _memory.WeightRows, AttentionHead.KeyBlock);
        for (nint row = 0; row < queries; row++)
        {
            var (from, to) = (_memory.WeightRows + row * AttentionHead.KeyBlock, sums + row * _shape.Keys);
            for (nint i = 0; i < count; i += V.Count)
            {
                var lanes = nint.Min(count - i, V.Count);
                V.Store(V.Load(to, i, lanes) + V.Load(from, i, lanes), to, i, lanes);
            }
        }
    }

    private void TakeKeys(nint firstKey, nint count)
    {
        var keys = _head.Keys(firstKey, count, Height, _memory.Keys);
        keys.Run<V>(0, keys.Count);
        var values = _head.Values(firstKey, count, Height, _memory.Values);
        values.Run<V>(0, values.Count);
        var elements = _head.KeyElements(firstKey, count, Height, _memory.KeyElements);
        if (WantsQuery) elements.Run<V>(0, elements.Count);
        var rows = Blocks.RoundUp(count, Height);
        AttentionTiles.Clear(_memory.OfKeys, rows * Blocks.RoundUp(_shape.Size, Width));
        AttentionTiles.Clear(_memory.OfValues, rows * Blocks.RoundUp(_shape.ValueSize, Width));

        var start = _head.FirstQueryOf(firstKey) / QueryBlock * QueryBlock;
        for (var query = start; query < _shape.Queries; query += QueryBlock)
            TakeQueries(keys, values, elements, firstKey, count, query, nint.Min(QueryBlock, _shape.Queries - query));
    }

    private void TakeQueries(
        in Panels keys, in Panels values, in Panels elements, nint firstKey, nint count, nint firstQuery, nint queries)
    {
        var ofResult = _gradients.OfResult.At(_batch, _headIndex) + firstQuery * _gradients.OfResult.Row;
        count = VisibleKeys(firstKey, count, firstQuery + queries);
        for (nint column = 0; column < queries; column += Width)
        {
            var rest = nint.Min(queries - column, Width);
            var visible = VisibleKeys(firstKey, count, firstQuery + column + rest);
            ScorePanel(keys, values, firstKey, visible, firstQuery + column, scale: _inputs.Scores.Scale);
            if (WantsQuery) AddToQueries(elements, visible, (firstQuery + column) * SizeRows);
            PackForKeys(_memory.Weights, _memory.WeightRows, visible, count, column, rest);
            PackForKeys(_memory.Scores, _memory.ScoreRows, visible, count, column, rest);
        }

        if (WantsValue)
        {
            var columns = AttentionHead.Along(
                ofResult, _gradients.OfResult, queries, _shape.ValueSize, Width, _memory.Columns);
            AddToKeys(_memory.WeightRows, columns, count, queries, _memory.OfValues, _shape.ValueSize);
        }

        if (WantsKey)
        {
            var columns = _head.QueryElements(firstQuery, queries, Width, _memory.Columns);
            AddToKeys(_memory.ScoreRows, columns, count, queries, _memory.OfKeys, _shape.Size);
        }
    }

    /// <summary>How many keys of a block some of the queries before <paramref name="endQuery"/> see.</summary>
    private nint VisibleKeys(nint firstKey, nint count, nint endQuery) =>
        nint.Clamp(_head.VisibleKeys(endQuery) - firstKey, 0, count);

    /// <summary>The weights of a panel of queries by a block of keys, and the gradient by their scores.</summary>
    private void ScorePanel(
        in Panels keys, in Panels values, nint firstKey, nint count, nint firstQuery, float scale)
    {
        var rest = nint.Min(_shape.Queries - firstQuery, Width);
        var query = _head.Queries(firstQuery, rest, Width, _memory.Query);
        query.Run<V>(0, 1);
        var ofResult = _gradients.OfResult.At(_batch, _headIndex) + firstQuery * _gradients.OfResult.Row;
        var gradient = AttentionHead.Across(
            ofResult, _gradients.OfResult, rest, _shape.ValueSize, Width, _memory.OfResult);
        gradient.Run<V>(0, 1);
        _head.Score<V>(keys, firstKey, count, query[0], firstQuery, _memory.Bias, _memory.Weights);
        for (nint i = 0; i * Height < count; i++)
            Microkernel.Multiply<V>(values[i], gradient[0], _shape.ValueSize, _memory.Scores + i * Height * Width);
        for (nint lane = 0; lane < Width; lane += V.Count) Differentiate(lane, firstKey, count, firstQuery, scale);
    }

    /// <summary>Turns scores into weights, and the gradient by the weights into that by the scaled scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(nint lane, nint firstKey, nint count, nint firstQuery, float factorOfScores)
    {
        Floats weights = _memory.Weights + lane, scores = _memory.Scores + lane;
        var lanes = nint.Clamp(_shape.Queries - firstQuery - lane, 0, V.Count);
        var index = (_batch * _shape.Heads + _headIndex) * _shape.Queries + firstQuery + lane;
        var logSum = V.Keep(V.Load(_gradients.LogSums, index, lanes), lanes, float.PositiveInfinity);
        var delta = V.Load(_memory.Deltas, firstQuery + lane, lanes);
        var (scale, zero, drops) = (V.Create(factorOfScores), V.Create(0), _inputs.Scores.Dropout > 0);
        for (nint k = 0; k < count * Width; k += Width)
        {
            var weight = V.Exp(V.Load(weights, k, V.Count) - logSum);
            var ofWeight = V.Load(scores, k, V.Count);
            var kept = weight;
            if (drops)
            {
                var factor = _head.DropoutFactor<V>(firstKey + k / Width, firstQuery + lane);
                (kept, ofWeight) = (weight * factor, ofWeight * factor);
            }

            // What is hidden may be anything, and its gradient is 0.
            var ofScore = V.Select(V.MaskEqual(weight, zero), zero, weight * (ofWeight - delta) * scale);
            V.Store(kept, weights, k, V.Count);
            V.Store(ofScore, scores, k, V.Count);
        }
    }

    private void AddToQueries(in Panels elements, nint count, nint offset)
    {
        for (nint i = 0; i < elements.Count; i++)
        {
            Microkernel.Multiply<V>(elements[i], _memory.Scores, count, _memory.Tile);
            AttentionTiles.Add<V>(_memory.Tile, _memory.OfQueries + (offset + i * Height * Width), Width);
        }
    }

    /// <summary>Keys from <paramref name="visible"/> on, which other queries of the block see, count nothing.</summary>
    private static void PackForKeys(Floats panel, Floats rows, nint visible, nint count, nint column, nint queries)
    {
        AttentionTiles.Clear(panel + visible * Width, (count - visible) * Width);
        var packed = new Panels(panel, Width, 1, count, queries, Height, rows + column * Height, QueryBlock);
        packed.Run<V>(0, packed.Count);
    }

    private void AddToKeys(Floats rows, in Panels columns, nint count, nint queries, Floats sums, nint size)
    {
        columns.Run<V>(0, columns.Count);
        var left = new Panels(default, 0, 0, count, QueryBlock, Height, rows);
        var stride = Blocks.RoundUp(size, Width);
        for (nint j = 0; j < columns.Count; j++)
        {
            for (nint i = 0; i < left.Count; i++)
            {
                Microkernel.Multiply<V>(left[i], columns[j], queries, _memory.Tile);
                AttentionTiles.Add<V>(_memory.Tile, sums + (i * Height * stride + j * Width), stride);
            }
        }
    }

    private void Store(Floats sums, nint size, in AttentionOperand target, nint firstKey, nint count, bool first)
    {
        var stride = Blocks.RoundUp(size, Width);
        var to = target.At(_batch, KeyHead) + firstKey * target.Row;
        for (nint row = 0; row < count; row++, sums += stride, to += target.Row)
        {
            for (nint i = 0; i < size; i += V.Count)
            {
                var lanes = nint.Min(size - i, V.Count);
                var sum = V.Load(sums, i, V.Count);
                V.Store(first ? sum : V.Load(to, i, lanes) + sum, to, i, lanes);
            }
        }
    }

    /// <summary>Keys that nobody sees, and their values, have gradients of 0.</summary>
    private void ClearUnseen(nint seen)
    {
        for (var key = seen; key < _shape.Keys; key++)
        {
            if (WantsKey)
                AttentionTiles.Clear(
                    _gradients.OfKey.At(_batch, KeyHead) + key * _gradients.OfKey.Row, _shape.Size);
            if (WantsValue)
                AttentionTiles.Clear(
                    _gradients.OfValue.At(_batch, KeyHead) + key * _gradients.OfValue.Row, _shape.ValueSize);
        }
    }

    private void StoreQueries()
    {
        var target = _gradients.OfQuery;
        var to = target.At(_batch, _headIndex);
        for (nint query = 0; query < _shape.Queries; query += Width)
        {
            var rest = nint.Min(_shape.Queries - query, Width);
            Transposition.Run<V>(
                _memory.OfQueries + query * SizeRows, Width, _shape.Size, rest, to + query * target.Row, target.Row);
        }
    }
}
