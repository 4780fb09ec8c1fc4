namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>What all kernels of attention take.</summary>
internal struct AttentionHead<P, B>(
    Device device, AttentionShape shape, AttentionOperand<P> query, AttentionOperand<P> key, AttentionOperand<P> value,
    AttentionScores<B> scores)
    where P : struct, IElements<P>
    where B : struct, IElements<B>
{
    public AttentionOperand<P> Query = query;
    public AttentionOperand<P> Key = key;
    public AttentionOperand<P> Value = value;
    public AttentionOperand<B> Bias = scores.Bias with { Data = device.Valid(scores.Bias.Data) };
    public Ints Lengths = device.Valid(scores.Lengths);
    public int HasBias = scores.Bias.Data.IsNull ? 0 : 1;
    public int HasLengths = scores.Lengths.IsNull ? 0 : 1;
    public int Batch = (int)shape.Batch;
    public int Heads = (int)shape.Heads;
    public int KeyHeads = (int)shape.KeyHeads;
    public int Queries = (int)shape.Queries;
    public int Keys = (int)shape.Keys;
    public int Size = (int)shape.Size;
    public int ValueSize = (int)shape.ValueSize;
    public int Causal = scores.Causal ? 1 : 0;
    public int Offset = (int)scores.Offset;
    public float Scale = scores.Scale;
    public float Dropout = scores.Dropout;
    public ulong Stream = scores.Stream;

    /// <summary>How many queries, and how many keys, a group works on at a time.</summary>
    public int Block;

    /// <summary>How many keys the queries before an end see.</summary>
    public int VisibleKeys(int batch, int endQuery)
    {
        int keys = Keys;
        if (HasLengths == 1) keys = IntrinsicMath.Min(keys, Lengths[batch]);
        if (Causal == 1) keys = IntrinsicMath.Min(keys, endQuery + Offset);
        return IntrinsicMath.Max(keys, 0);
    }

    /// <summary>The first query that sees a key.</summary>
    public int FirstQueryOf(int key) => Causal == 1 ? IntrinsicMath.Max(key - Offset, 0) : 0;

    /// <summary>A score from query · key; −∞ where the query does not see the key.</summary>
    public float Score(float product, int batch, int head, int query, int key)
    {
        if (query >= Queries || key >= VisibleKeys(batch, query + 1)) return float.NegativeInfinity;
        float score = product * Scale;
        if (HasBias == 0) return score;
        float bias = Bias.At(batch, head, query, key);
        return float.IsNegativeInfinity(bias) ? bias : score + bias;
    }

    /// <summary>What a weight is multiplied by: 0, or 1 / (1 − p), by the random numbers of the call.</summary>
    public float DropoutFactor(int batch, int head, int query, int key)
    {
        if (Dropout == 0f) return 1f;
        long index = (((long)batch * Heads + head) * Keys + key) * Queries + query;
        return DeviceMath.RandomUniform(Stream, index) < Dropout ? 0f : 1f / (1f - Dropout);
    }

    /// <summary>Brings rows into shared memory, 0 beyond the last one.</summary>
    public void Bring(
        ArrayView<float> shared, int start, AttentionOperand<P> from, int batch, int head, int first, int rows, int columns)
    {
        for (int e = Group.IdxX; e < Block * columns; e += Group.DimX)
        {
            int row = first + e / columns, at = start + e / columns * Attention.Pitch(columns) + e % columns;
            shared[at] = row < rows ? from.At(batch, head, row, e % columns) : 0f;
        }
    }

    /// <summary>Writes rows of shared memory to [batch, rows, heads, columns], none beyond the last one.</summary>
    public void Send(
        ArrayView<float> shared, int start, P to, int batch, int head, int heads, int first, int rows, int columns)
    {
        for (int e = Group.IdxX; e < Block * columns; e += Group.DimX)
        {
            int row = first + e / columns, column = e % columns, at = start + e / columns * Attention.Pitch(columns) + column;
            if (row < rows) to[((batch * rows + row) * heads + head) * columns + column] = shared[at];
        }
    }

    /// <summary>
    /// sums[i, c] += Σ weights[i, j] · values[j, c], all in shared memory; the weights are a block's square, from a row to the next
    /// <paramref name="rowStep"/> and from a column to the next <paramref name="columnStep"/>.
    /// </summary>
    public void AddProduct(ArrayView<float> shared, int sums, int weights, int rowStep, int columnStep, int values, int columns)
    {
        int pitch = Attention.Pitch(columns);
        for (int e = Group.IdxX; e < Block * columns; e += Group.DimX)
        {
            int i = e / columns, column = e % columns, at = sums + i * pitch + column;
            float sum = shared[at];
            for (int j = 0; j < Block; j++)
                sum += shared[weights + i * rowStep + j * columnStep] * shared[values + j * pitch + column];
            shared[at] = sum;
        }
    }
}
