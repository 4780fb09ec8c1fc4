using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Attention by blocks of keys, with the softmax kept up to date from block to block (Milakov, Gimelshein 2018; Dao et
/// al. 2022, "FlashAttention"): no more than a panel of scores exists at a time. The items are blocks of queries.
/// </summary>
/// <param name="inputs">The operands.</param>
/// <param name="result">[N, H, T, E].</param>
/// <param name="logSums">[N, H, T]: ln Σ exp(score) of each query, ∞ where it sees no key; null if not wanted.</param>
internal readonly struct AttentionForward(in AttentionInputs inputs, AttentionOperand result, Floats logSums) : IKernel
{
    /// <summary>The queries that share a block of packed keys and values: a multiple of the panels' widths.</summary>
    private const nint QueryBlock = 128;

    private readonly AttentionInputs _inputs = inputs;

    public nint Count => _inputs.Shape.Batch * _inputs.Shape.Heads * BlocksOfHead;

    private nint BlocksOfHead => Blocks.Ceiling(_inputs.Shape.Queries, QueryBlock);

    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var item = start; item < end; item++)
        {
            var (head, block) = (item / BlocksOfHead, item % BlocksOfHead);
            new Block<V>(_inputs, head / _inputs.Shape.Heads, head % _inputs.Shape.Heads, block * QueryBlock)
                .Run(result, logSums);
        }
    }

    /// <summary>One block of queries of one head, with its memory.</summary>
    private readonly struct Block<V> where V : struct, ISimd<V>
    {
        private readonly AttentionHead _head;
        private readonly AttentionShape _shape;
        private readonly nint _batch;
        private readonly nint _headIndex;
        private readonly nint _first;
        private readonly nint _queries;
        private readonly bool _drops;
        private readonly Floats _packedQueries;
        private readonly Floats _packedKeys;
        private readonly Floats _packedValues;
        private readonly Floats _bias;
        private readonly Floats _weights;
        private readonly Floats _factors;
        private readonly Floats _tile;
        private readonly Floats _maxima;
        private readonly Floats _sums;
        private readonly Floats _outputs;

        public Block(in AttentionInputs inputs, nint batch, nint head, nint first)
        {
            _shape = inputs.Shape;
            (_head, _batch, _headIndex, _first) = (new AttentionHead(inputs, batch, head), batch, head, first);
            _queries = nint.Min(QueryBlock, _shape.Queries - first);
            _drops = inputs.Scores.Dropout > 0;
            var keys = nint.Min(AttentionHead.KeyBlock, Blocks.RoundUp(_shape.Keys, Height));
            var columns = Blocks.RoundUp(_queries, Width);
            nint queryFloats = Panels.Elements(_queries, _shape.Size, Width);
            nint keyFloats = Panels.Elements(keys, _shape.Size, Height);
            nint valueFloats = Panels.Elements(_shape.ValueSize, keys, Height);
            nint biasFloats = inputs.Scores.Bias.IsNull ? 0 : Panels.Elements(Width, keys, Width);
            nint outputFloats = Blocks.RoundUp(_shape.ValueSize, Height) * columns;
            var memory = Scratch.Take(
                queryFloats + keyFloats + valueFloats + biasFloats + outputFloats
                + (keys + Height + 1) * Width + 2 * columns);
            _packedQueries = memory;
            _packedKeys = _packedQueries + queryFloats;
            _packedValues = _packedKeys + keyFloats;
            _bias = _packedValues + valueFloats;
            _weights = _bias + biasFloats;
            _tile = _weights + keys * Width;
            _factors = _tile + Height * Width;
            _outputs = _factors + Width;
            _maxima = _outputs + outputFloats;
            _sums = _maxima + columns;
        }

        private static nint Height => GemmBlocks.Rows<V>();

        private static nint Width => GemmBlocks.Columns<V>();

        private nint OutputRows => Blocks.RoundUp(_shape.ValueSize, Height);

        public void Run(in AttentionOperand result, Floats logSums)
        {
            var columns = Blocks.RoundUp(_queries, Width);
            Fill(_maxima, columns, float.NegativeInfinity);
            Fill(_sums, columns, 0);
            Fill(_outputs, OutputRows * columns, 0);
            var queries = _head.Queries(_first, _queries, Width, _packedQueries);
            queries.Run<V>(0, queries.Count);
            var keys = _head.VisibleKeys(_first + _queries);
            for (nint firstKey = 0; firstKey < keys; firstKey += AttentionHead.KeyBlock)
                Take(firstKey, nint.Min(AttentionHead.KeyBlock, keys - firstKey), queries);

            for (nint column = 0; column < _queries; column += Width) Finish(column, result, logSums);
        }

        private void Take(nint firstKey, nint count, in Panels queries)
        {
            var keys = _head.Keys(firstKey, count, Height, _packedKeys);
            keys.Run<V>(0, keys.Count);
            var values = _head.ValueElements(firstKey, count, Height, _packedValues);
            values.Run<V>(0, values.Count);
            var careful = _head.HidesKeys && !IsFinite(values, count);
            for (nint panel = 0; panel < queries.Count; panel++)
            {
                var firstQuery = _first + panel * Width;
                var visible = nint.Min(_head.VisibleKeys(firstQuery + Width) - firstKey, count);
                if (visible <= 0) continue;
                _head.Score<V>(keys, firstKey, visible, queries[panel], firstQuery, _bias, _weights);
                for (nint lane = 0; lane < Width; lane += V.Count)
                    Weigh(_weights + lane, firstKey, visible, panel * Width + lane);
                var outputs = _outputs + panel * OutputRows * Width;
                for (nint i = 0; i < values.Count; i++)
                {
                    if (careful) MultiplySeen(firstKey, visible, i * Height);
                    else Microkernel.Multiply<V>(values[i], _weights, visible, _tile);
                    Add(outputs + i * Height * Width);
                }
            }
        }

        /// <summary>
        /// Turns scores of one vector of queries into weights relative to the new maxima, and notes what earlier ones
        /// have to be multiplied by.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Weigh(Floats scores, nint firstKey, nint count, nint column)
        {
            var before = V.Load(_maxima, column, V.Count);
            var maxima = before;
            for (nint k = 0; k < count; k++) maxima = V.Maximum(maxima, V.Load(scores, k * Width, V.Count));
            V.Store(maxima, _maxima, column, V.Count);

            // Where no key has been seen yet, every weight is exp(−∞ − 0).
            var hidden = V.MaskEqual(maxima, V.Create(float.NegativeInfinity));
            var reference = V.Select(hidden, V.Create(0), maxima);
            var factor = V.Exp(before - reference);
            V.Store(factor, _factors, column % Width, V.Count);
            V sums = default;
            for (nint k = 0; k < count; k++)
            {
                var weight = V.Exp(V.Load(scores, k * Width, V.Count) - reference);
                sums += weight;
                if (_drops) weight *= _head.DropoutFactor<V>(firstKey + k, _first + column);
                V.Store(weight, scores, k * Width, V.Count);
            }

            V.Store(V.Fma(V.Load(_sums, column, V.Count), factor, sums), _sums, column, V.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Add(Floats outputs)
        {
            for (nint row = 0; row < Height * Width; row += Width)
            {
                for (nint i = 0; i < Width; i += V.Count)
                {
                    var earlier = V.Load(outputs, row + i, V.Count);
                    var sum = V.Fma(earlier, V.Load(_factors, i, V.Count), V.Load(_tile, row + i, V.Count));
                    V.Store(sum, outputs, row + i, V.Count);
                }
            }
        }

        /// <summary>
        /// The product where values are infinite or NaN: a weight of 0 hides them, though 0 · ∞ is not 0. The others count to
        /// the bit as in <see cref="Microkernel"/>.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void MultiplySeen(nint firstKey, nint count, nint firstRow)
        {
            Fill(_tile, Height * Width, 0);
            for (nint row = 0; row < nint.Min(Height, _shape.ValueSize - firstRow); row++)
            {
                for (nint i = 0; i < Width; i += V.Count)
                {
                    V sum = default;
                    for (nint k = 0; k < count; k++)
                    {
                        var weight = V.Load(_weights, k * Width + i, V.Count);
                        var value = V.Create(_head.Value(firstKey + k, firstRow + row));
                        sum = V.Select(V.MaskEqual(weight, V.Create(0)), sum, V.Fma(weight, value, sum));
                    }

                    V.Store(sum, _tile, row * Width + i, V.Count);
                }
            }
        }

        private void Finish(nint column, in AttentionOperand result, Floats logSums)
        {
            var outputs = _outputs + column * OutputRows;
            for (nint i = 0; i < Width; i += V.Count)
            {
                var sums = V.Load(_sums, column + i, V.Count);
                var none = V.MaskEqual(sums, V.Create(0));
                var factor = V.Select(none, V.Create(0), V.Create(1) / sums);
                for (nint row = 0; row < OutputRows * Width; row += Width)
                    V.Store(V.Load(outputs, row + i, V.Count) * factor, outputs, row + i, V.Count);
                var lanes = nint.Min(_queries - column - i, V.Count);
                if (logSums.IsNull || lanes <= 0) continue;
                var logSum = V.Load(_maxima, column + i, V.Count) + V.Log(sums);
                var index = (_batch * _shape.Heads + _headIndex) * _shape.Queries + _first + column + i;
                V.Store(V.Select(none, V.Create(float.PositiveInfinity), logSum), logSums, index, lanes);
            }

            var to = result.At(_batch, _headIndex) + (_first + column) * result.Row;
            Transposition.Run<V>(outputs, Width, _shape.ValueSize, nint.Min(Width, _queries - column), to, result.Row);
        }

        private static bool IsFinite(in Panels values, nint count)
        {
            V zeros = default;
            for (nint panel = 0; panel < values.Count; panel++)
            {
                for (nint i = 0; i < count * Height; i += V.Count)
                    zeros += V.Load(values[panel], i, nint.Min(count * Height - i, V.Count)) * V.Create(0);
            }

            return V.Sum(zeros) == 0;
        }

        private static void Fill(Floats memory, nint count, float value)
        {
            for (nint i = 0; i < count; i += V.Count)
                V.Store(V.Create(value), memory, i, nint.Min(count - i, V.Count));
        }
    }
}
