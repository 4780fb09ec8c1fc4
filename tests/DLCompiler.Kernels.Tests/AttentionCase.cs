using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Attention and its gradient of random operands, against the formula in double precision.</summary>
internal sealed class AttentionCase
{
    private readonly AttentionShape _shape;
    private readonly AttentionScores _scores;
    private readonly Memory _query;
    private readonly Memory _key;
    private readonly Memory _value;
    private readonly Memory _bias;
    private readonly Memory _ofResult;
    private readonly int[] _lengths;

    /// <param name="random">The values.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="scores">What becomes of the scores; its bias and lengths are taken from the other parameters.</param>
    /// <param name="bias">Whether each matrix of scores has a bias of its own, with some keys hidden.</param>
    /// <param name="lengths">Whether sequences have lengths; what lies behind is NaN.</param>
    public AttentionCase(Random random, AttentionShape shape, AttentionScores scores, bool bias = false, bool lengths = false)
    {
        _shape = shape;
        _query = Memory.Random(random, shape.Batch * shape.Queries * shape.Heads * shape.Size);
        _key = Memory.Random(random, shape.Batch * shape.Keys * shape.KeyHeads * shape.Size);
        _value = Memory.Random(random, shape.Batch * shape.Keys * shape.KeyHeads * shape.ValueSize);
        _ofResult = Memory.Random(random, shape.Batch * shape.Queries * shape.Heads * shape.ValueSize);
        _bias = new Memory(
            bias ? shape.Batch * shape.Heads * shape.Queries * shape.Keys : 0,
            _ => random.Next(5) == 0 ? float.NegativeInfinity : random.NextSingle());
        _lengths = GC.AllocateArray<int>((int)shape.Batch, pinned: true);
        for (var n = 0; n < _lengths.Length; n++)
        {
            _lengths[n] = lengths ? random.Next((int)shape.Keys + 1) : (int)shape.Keys;
            for (nint key = _lengths[n]; key < shape.Keys; key++) Spoil(n, key);
        }

        scores = scores with { Scale = 0.7f };
        if (lengths) scores = scores with { Lengths = Lengths };
        if (bias)
        {
            nint matrix = shape.Queries * shape.Keys;
            scores = scores with { Bias = new(_bias.Floats, shape.Heads * matrix, matrix, shape.Keys) };
        }

        _scores = scores;
    }

    private unsafe Ints Lengths
    {
        get
        {
            fixed (int* start = _lengths) return new Ints((nint)start);
        }
    }

    private AttentionOperand Query => Operand(_query, _shape.Queries, _shape.Heads, _shape.Size);

    private AttentionOperand Key => Operand(_key, _shape.Keys, _shape.KeyHeads, _shape.Size);

    private AttentionOperand Value =>
        Operand(_value, _shape.Keys, _shape.KeyHeads, _shape.ValueSize);

    /// <summary>The result, and the gradients by queries, keys, values and bias.</summary>
    public float[][] Run()
    {
        var result = Unset(_ofResult.Length);
        var logSums = Unset((int)(_shape.Batch * _shape.Heads * _shape.Queries));
        Memory[] gradients = [Unset(_query.Length), Unset(_key.Length), Unset(_value.Length), Unset(_bias.Length)];
        Forward(result, logSums);
        Backward(result, logSums, gradients);
        return [.. gradients.Prepend(result).Select(Values)];
    }

    /// <summary>The result where no gradient is wanted.</summary>
    public float[] Predict()
    {
        var result = Unset(_ofResult.Length);
        Forward(result, null);
        return Values(result);
    }

    public void AssertAgrees()
    {
        var expected = Reference();
        string[] names = ["result", "query", "key", "value", "bias"];
        foreach (var (name, (values, actual)) in names.Zip(expected.Zip(Run()))) AssertNear(name, values, actual);
        AssertNear("prediction", expected[0], Predict());
        foreach (var memory in new[] { _query, _key, _value, _bias, _ofResult }) memory.AssertNeighboursUntouched();
    }

    public void AssertAllocatesNothing()
    {
        var (result, logSums) = (Unset(_ofResult.Length), Unset((int)(_shape.Batch * _shape.Heads * _shape.Queries)));
        Memory[] gradients = [Unset(_query.Length), Unset(_key.Length), Unset(_value.Length), Unset(_bias.Length)];
        Allocations.AssertNone(() =>
        {
            Forward(result, null);
            Forward(result, logSums);
            Backward(result, logSums, gradients);
        });
    }

    private void Spoil(int n, nint key)
    {
        nint row = (n * _shape.Keys) + key, heads = _shape.KeyHeads;
        _key.Values.Slice((int)(row * heads * _shape.Size), (int)(heads * _shape.Size)).Fill(float.NaN);
        _value.Values.Slice((int)(row * heads * _shape.ValueSize), (int)(heads * _shape.ValueSize)).Fill(float.NaN);
    }

    private void Forward(Memory result, Memory? logSums) => Attention.Run(
        result.Floats, logSums?.Floats ?? default, _shape, Query, Key, Value, _scores);

    private void Backward(Memory result, Memory logSums, Memory[] gradients) => Attention.Gradient(
        gradients[0].Floats, gradients[1].Floats, gradients[2].Floats,
        _bias.Length == 0 ? default : gradients[3].Floats, _shape, Query, Key, Value, _scores,
        OfResult(result), logSums.Floats, OfResult(_ofResult));

    private AttentionOperand OfResult(Memory memory) =>
        Operand(memory, _shape.Queries, _shape.Heads, _shape.ValueSize);

    private static AttentionOperand Operand(Memory memory, nint rows, nint heads, nint size) =>
        new(memory.Floats, rows * heads * size, size, heads * size);

    private double[][] Reference()
    {
        double[][] results =
        [
            new double[_ofResult.Length], new double[_query.Length], new double[_key.Length],
            new double[_value.Length], new double[_bias.Length],
        ];
        for (nint n = 0; n < _shape.Batch; n++)
        {
            for (nint h = 0; h < _shape.Heads; h++)
            {
                for (nint i = 0; i < _shape.Queries; i++) Row(n, h, i, results);
            }
        }

        return results;
    }

    private void Row(nint n, nint h, nint i, double[][] results)
    {
        var (result, ofQuery, ofKey, ofValue, ofBias) = (results[0], results[1], results[2], results[3], results[4]);
        nint g = h / (_shape.Heads / _shape.KeyHeads);
        nint query = (((n * _shape.Queries) + i) * _shape.Heads) + h, row = (((n * _shape.Heads) + h) * _shape.Queries) + i;
        var seen = new List<(nint Key, nint Index, double Score, double Factor)>();
        for (nint j = 0; j < _shape.Keys; j++)
        {
            var bias = _bias.Length == 0 ? 0 : _bias.Values[(int)((row * _shape.Keys) + j)];
            if (j >= _lengths[n] || float.IsNegativeInfinity(bias)) continue;
            if (_scores.Causal && j > i + _scores.Offset) continue;
            nint key = (((n * _shape.Keys) + j) * _shape.KeyHeads) + g;
            double score = 0;
            for (nint d = 0; d < _shape.Size; d++) score += (double)At(_query, query, d) * At(_key, key, d);
            nint index = (((((n * _shape.Heads) + h) * _shape.Keys) + j) * _shape.Queries) + i;
            var dropped = _scores.Dropout > 0 && RandomKey.Uniform(_scores.Stream, index) < _scores.Dropout;
            seen.Add((key, (row * _shape.Keys) + j, (score * _scores.Scale) + bias, dropped ? 0 : 1 / (1 - (double)_scores.Dropout)));
        }

        if (seen.Count == 0) return;
        var greatest = seen.Max(s => s.Score);
        var total = seen.Sum(s => Math.Exp(s.Score - greatest));
        double[] weights = [.. seen.Select(s => Math.Exp(s.Score - greatest) / total)];
        double[] ofWeights = [.. seen.Select(s => s.Factor * Sum(e => At(_ofResult, query, e) * (double)At(_value, s.Key, e)))];
        var mean = weights.Zip(ofWeights, (w, o) => w * o).Sum();
        for (var k = 0; k < seen.Count; k++)
        {
            var (key, index, _, factor) = seen[k];
            var ofScore = weights[k] * (ofWeights[k] - mean);
            if (ofBias.Length > 0) ofBias[index] += ofScore;
            for (nint e = 0; e < _shape.ValueSize; e++)
            {
                result[(query * _shape.ValueSize) + e] += weights[k] * factor * At(_value, key, e);
                ofValue[(key * _shape.ValueSize) + e] += weights[k] * factor * At(_ofResult, query, e);
            }

            for (nint d = 0; d < _shape.Size; d++)
            {
                ofQuery[(query * _shape.Size) + d] += ofScore * _scores.Scale * At(_key, key, d);
                ofKey[(key * _shape.Size) + d] += ofScore * _scores.Scale * At(_query, query, d);
            }
        }

        float At(Memory memory, nint vector, nint element)
        {
            nint size = ReferenceEquals(memory, _query) || ReferenceEquals(memory, _key) ? _shape.Size : _shape.ValueSize;
            return memory.Values[(int)((vector * size) + element)];
        }

        double Sum(Func<nint, double> term)
        {
            double sum = 0;
            for (nint e = 0; e < _shape.ValueSize; e++) sum += term(e);
            return sum;
        }
    }

    private static Memory Unset(int length) => new(length, _ => float.NaN);

    private static float[] Values(Memory memory)
    {
        memory.AssertNeighboursUntouched();
        return memory.Values.ToArray();
    }

    private void AssertNear(string what, double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= 1e-6 * (10 + Math.Abs(expected[i]) + Math.Sqrt(_shape.Queries))))
                Assert.Fail($"{what} of {_shape}: element {i} is {actual[i]}, not {expected[i]}");
        }
    }
}
