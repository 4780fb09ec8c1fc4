namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>Queries [Batch, Heads, Queries, Size], keys [Batch, KeyHeads, Keys, Size], values [..., ValueSize].</summary>
internal readonly record struct AttentionShape(
    nint Batch, nint Heads, nint KeyHeads, nint Queries, nint Keys, nint Size, nint ValueSize);

/// <summary>A matrix for each head of each sequence; strides are in elements, a row's elements are neighbours.</summary>
internal struct AttentionOperand(Floats data, nint batch, nint head, nint row)
{
    public Floats Data = data;
    public int Batch = checked((int)batch);
    public int Head = checked((int)head);
    public int Row = checked((int)row);

    public readonly float At(int batch, int head, int row, int column) =>
        Data[batch * Batch + head * Head + row * Row + column];
}

/// <summary>Which keys a query sees, what becomes of the scores before the softmax, and of the weights after.</summary>
internal readonly record struct AttentionScores(
    float Scale, AttentionOperand Bias = default, Ints Lengths = default, bool Causal = false, nint Offset = 0,
    float Dropout = 0, ulong Stream = 0);

/// <summary>
/// Attention and its gradients in blocks of queries and keys that lie in shared memory: the softmax of a query is corrected
/// with each block of keys (Milakov, Gimelshein 2018; Dao et al. 2022), so that the scores are never in global memory.
/// </summary>
internal static class Attention
{
    public static void Run(
        Device device, Floats result, Floats logSums, AttentionShape shape, AttentionOperand query, AttentionOperand key,
        AttentionOperand value, AttentionScores scores)
    {
        if (shape.Batch * shape.Heads * shape.Queries == 0) return;
        var head = new AttentionHead(device, shape, query, key, value, scores);
        int perKey = AttentionHead.Pitch(head.Size) + AttentionHead.Pitch(head.ValueSize), perQuery = perKey + 3;
        head.Block = BlockOf(device, perQuery + perKey);
        var kernel = new AttentionForward
        {
            Inputs = head,
            Result = result,
            LogSums = device.Valid(logSums),
            NotesSums = logSums.IsNull ? 0 : 1,
        };
        long groups = shape.Batch * shape.Heads * Device.Ceiling(shape.Queries, head.Block);
        device.Load<Action<AcceleratorStream, KernelConfig, AttentionForward>>(
            nameof(Forward), static a => a.LoadKernel<AttentionForward>(Forward))(
            device.Stream, Config(device, groups, head.Block, perQuery + perKey), kernel);
    }

    public static void Gradient(
        Device device, Floats ofQuery, Floats ofKey, Floats ofValue, Floats ofBias, AttentionShape shape,
        AttentionOperand query, AttentionOperand key, AttentionOperand value, AttentionScores scores,
        AttentionOperand result, Floats logSums, AttentionOperand ofResult)
    {
        var head = new AttentionHead(device, shape, query, key, value, scores);
        if (shape.Batch * shape.Heads * shape.Queries == 0)
        {
            Clear(device, ofKey, shape.Batch * shape.KeyHeads * shape.Keys * shape.Size);
            Clear(device, ofValue, shape.Batch * shape.KeyHeads * shape.Keys * shape.ValueSize);
            return;
        }

        int p = AttentionHead.Pitch(head.Size), row = p + AttentionHead.Pitch(head.ValueSize);
        var gradients = new AttentionGradients { Result = result, OfResult = ofResult, LogSums = logSums };
        if (!ofQuery.IsNull)
        {
            head.Block = BlockOf(device, row + p + row + 2);
            var kernel = new AttentionOfQueries { Inputs = head, Gradients = gradients, Target = ofQuery };
            device.Load<Action<AcceleratorStream, KernelConfig, AttentionOfQueries>>(
                nameof(OfQueries), static a => a.LoadKernel<AttentionOfQueries>(OfQueries))(
                device.Stream,
                Config(device, shape.Batch * shape.Heads * Device.Ceiling(shape.Queries, head.Block), head.Block, row + p + row + 2),
                kernel);
        }

        if ((!ofKey.IsNull || !ofValue.IsNull) && shape.Keys > 0)
        {
            head.Block = BlockOf(device, 3 * row + 2);
            var kernel = new AttentionOfKeys
            {
                Inputs = head,
                Gradients = gradients,
                OfKey = device.Valid(ofKey),
                OfValue = device.Valid(ofValue),
                WritesKeys = ofKey.IsNull ? 0 : 1,
                WritesValues = ofValue.IsNull ? 0 : 1,
            };
            device.Load<Action<AcceleratorStream, KernelConfig, AttentionOfKeys>>(
                nameof(OfKeys), static a => a.LoadKernel<AttentionOfKeys>(OfKeys))(
                device.Stream,
                Config(device, shape.Batch * shape.KeyHeads * Device.Ceiling(shape.Keys, head.Block), head.Block, 3 * row + 2),
                kernel);
        }

        if (!ofBias.IsNull)
        {
            var bias = new AttentionOfBias(head, gradients, ofBias);
            device.Columns(bias, bias.Items, bias.Terms);
        }
    }

    internal static void Forward(AttentionForward kernel) => kernel.Run();

    internal static void OfQueries(AttentionOfQueries kernel) => kernel.Run();

    internal static void OfKeys(AttentionOfKeys kernel) => kernel.Run();

    private static void Clear(Device device, Floats target, long count)
    {
        if (!target.IsNull) device.Map(new Scatter.Fill(target, 0f), count);
    }

    /// <summary>How many queries, and how many keys, fit: both with their rows, and the scores of all pairs twice.</summary>
    private static int BlockOf(Device device, int floatsOfPair)
    {
        int block = 32;
        while (block > 1 && (2L * block * block + (long)block * floatsOfPair) * sizeof(float) > Math.Min(device.Accelerator.MaxSharedMemoryPerGroup, 48 * 1024))
            block /= 2;
        return Math.Min(block, Math.Max(1, device.Options.AttentionBlock ?? 32));
    }

    private static KernelConfig Config(Device device, long groups, int block, int floatsOfPair) => new(
        checked((int)groups), device.GroupSize, SharedMemoryConfig.RequestDynamic<float>(2 * block * block + block * floatsOfPair));
}

/// <summary>What all kernels of attention take.</summary>
internal struct AttentionHead(
    Device device, AttentionShape shape, AttentionOperand query, AttentionOperand key, AttentionOperand value,
    AttentionScores scores)
{
    public AttentionOperand Query = query;
    public AttentionOperand Key = key;
    public AttentionOperand Value = value;
    public AttentionOperand Bias = scores.Bias.Data.IsNull ? query : scores.Bias;
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

    /// <summary>From a row in shared memory to the next: odd, so that elements of one column are in different banks.</summary>
    public static int Pitch(int columns) => columns | 1;

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
        ArrayView<float> shared, int start, AttentionOperand from, int batch, int head, int first, int rows, int columns)
    {
        for (int e = Group.IdxX; e < Block * columns; e += Group.DimX)
        {
            int row = first + e / columns;
            shared[start + e / columns * Pitch(columns) + e % columns] = row < rows ? from.At(batch, head, row, e % columns) : 0f;
        }
    }

    /// <summary>The product of two rows in shared memory.</summary>
    public static float Dot(ArrayView<float> shared, int a, int b, int count)
    {
        float sum = 0f;
        for (int i = 0; i < count; i++) sum += shared[a + i] * shared[b + i];
        return sum;
    }
}

/// <summary>What gradients take besides.</summary>
internal struct AttentionGradients
{
    public AttentionOperand Result;
    public AttentionOperand OfResult;
    public Floats LogSums;

    /// <summary>Σ of result · gradient of a query: what its softmax subtracts.</summary>
    public float Mean(int batch, int head, int query, int columns)
    {
        float sum = 0f;
        for (int e = 0; e < columns; e++) sum += Result.At(batch, head, query, e) * OfResult.At(batch, head, query, e);
        return sum;
    }
}

/// <summary>A block of queries, past all blocks of keys.</summary>
internal struct AttentionForward
{
    public AttentionHead Inputs;
    public Floats Result;
    public Floats LogSums;
    public int NotesSums;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = AttentionHead.Pitch(size), q = AttentionHead.Pitch(width);
        int blocks = (Inputs.Queries + block - 1) / block;
        int first = Grid.IdxX % blocks * block, head = Grid.IdxX / blocks % Inputs.Heads, n = Grid.IdxX / blocks / Inputs.Heads;
        int keyHead = head / (Inputs.Heads / Inputs.KeyHeads);
        var shared = SharedMemory.GetDynamic<float>();
        int queries = 0, keys = block * p, values = keys + block * p, weights = values + block * q;
        int sums = weights + block * block, maxima = sums + block * q, totals = maxima + block, factors = totals + block;
        Inputs.Bring(shared, queries, Inputs.Query, n, head, first, Inputs.Queries, size);
        for (int e = Group.IdxX; e < block * q; e += Group.DimX) shared[sums + e] = 0f;
        for (int i = Group.IdxX; i < block; i += Group.DimX)
        {
            shared[maxima + i] = float.NegativeInfinity;
            shared[totals + i] = 0f;
        }

        int visible = Inputs.VisibleKeys(n, IntrinsicMath.Min(first + block, Inputs.Queries));
        for (int firstKey = 0; firstKey < visible; firstKey += block)
        {
            Inputs.Bring(shared, keys, Inputs.Key, n, keyHead, firstKey, visible, size);
            Inputs.Bring(shared, values, Inputs.Value, n, keyHead, firstKey, visible, width);
            Group.Barrier();
            for (int e = Group.IdxX; e < block * block; e += Group.DimX)
            {
                int i = e / block, j = e % block;
                float product = AttentionHead.Dot(shared, queries + i * p, keys + j * p, size);
                shared[weights + e] = Inputs.Score(product, n, head, first + i, firstKey + j);
            }

            Group.Barrier();
            for (int i = Group.IdxX; i < block; i += Group.DimX)
            {
                int row = weights + i * block;
                float before = shared[maxima + i], max = before;
                for (int j = 0; j < block; j++) max = DeviceMath.Maximum(max, shared[row + j]);
                float factor = before == max ? 1f : DeviceMath.Exp(before - max), total = 0f;
                for (int j = 0; j < block; j++)
                {
                    float score = shared[row + j];
                    float weight = float.IsNegativeInfinity(score) ? 0f : DeviceMath.Exp(score - max);
                    total += weight;
                    if (weight != 0f) weight *= Inputs.DropoutFactor(n, head, first + i, firstKey + j);
                    shared[row + j] = weight;
                }

                shared[maxima + i] = max;
                shared[totals + i] = shared[totals + i] * factor + total;
                shared[factors + i] = factor;
            }

            Group.Barrier();
            for (int e = Group.IdxX; e < block * width; e += Group.DimX)
            {
                int i = e / width, column = e % width;
                float sum = shared[sums + i * q + column] * shared[factors + i];
                for (int j = 0; j < block; j++) sum += shared[weights + i * block + j] * shared[values + j * q + column];
                shared[sums + i * q + column] = sum;
            }

            Group.Barrier();
        }

        Group.Barrier();
        for (int e = Group.IdxX; e < block * width; e += Group.DimX)
        {
            int i = e / width, query = first + i;
            if (query >= Inputs.Queries) continue;
            float total = shared[totals + i];
            Result[((n * Inputs.Queries + query) * Inputs.Heads + head) * width + e % width] =
                total == 0f ? 0f : shared[sums + i * q + e % width] / total;
        }

        for (int i = Group.IdxX; i < block; i += Group.DimX)
        {
            if (NotesSums == 0 || first + i >= Inputs.Queries) continue;
            LogSums[(n * Inputs.Heads + head) * Inputs.Queries + first + i] =
                shared[maxima + i] + DeviceMath.Log(shared[totals + i]);
        }
    }
}

/// <summary>The gradient by a block of queries, past all blocks of keys.</summary>
internal struct AttentionOfQueries
{
    public AttentionHead Inputs;
    public AttentionGradients Gradients;
    public Floats Target;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = AttentionHead.Pitch(size), q = AttentionHead.Pitch(width);
        int blocks = (Inputs.Queries + block - 1) / block;
        int first = Grid.IdxX % blocks * block, head = Grid.IdxX / blocks % Inputs.Heads, n = Grid.IdxX / blocks / Inputs.Heads;
        int keyHead = head / (Inputs.Heads / Inputs.KeyHeads);
        var shared = SharedMemory.GetDynamic<float>();
        int queries = 0, results = block * p, sums = results + block * q, keys = sums + block * p;
        int values = keys + block * p, scores = values + block * q, logSums = scores + block * block, means = logSums + block;
        Inputs.Bring(shared, queries, Inputs.Query, n, head, first, Inputs.Queries, size);
        Inputs.Bring(shared, results, Gradients.OfResult, n, head, first, Inputs.Queries, width);
        for (int e = Group.IdxX; e < block * p; e += Group.DimX) shared[sums + e] = 0f;
        for (int i = Group.IdxX; i < block; i += Group.DimX)
        {
            int query = first + i;
            bool isIn = query < Inputs.Queries;
            shared[logSums + i] = isIn ? Gradients.LogSums[(n * Inputs.Heads + head) * Inputs.Queries + query] : 0f;
            shared[means + i] = isIn ? Gradients.Mean(n, head, query, width) : 0f;
        }

        int visible = Inputs.VisibleKeys(n, IntrinsicMath.Min(first + block, Inputs.Queries));
        for (int firstKey = 0; firstKey < visible; firstKey += block)
        {
            Inputs.Bring(shared, keys, Inputs.Key, n, keyHead, firstKey, visible, size);
            Inputs.Bring(shared, values, Inputs.Value, n, keyHead, firstKey, visible, width);
            Group.Barrier();
            for (int e = Group.IdxX; e < block * block; e += Group.DimX)
            {
                int i = e / block, j = e % block;
                float product = AttentionHead.Dot(shared, queries + i * p, keys + j * p, size);
                float score = Inputs.Score(product, n, head, first + i, firstKey + j), gradient = 0f;
                if (!float.IsNegativeInfinity(score))
                {
                    float factor = Inputs.DropoutFactor(n, head, first + i, firstKey + j);
                    float ofWeight = AttentionHead.Dot(shared, results + i * q, values + j * q, width) * factor;
                    gradient = DeviceMath.Exp(score - shared[logSums + i]) * (ofWeight - shared[means + i]) * Inputs.Scale;
                }

                shared[scores + e] = gradient;
            }

            Group.Barrier();
            for (int e = Group.IdxX; e < block * size; e += Group.DimX)
            {
                int i = e / size, column = e % size;
                float sum = shared[sums + i * p + column];
                for (int j = 0; j < block; j++) sum += shared[scores + i * block + j] * shared[keys + j * p + column];
                shared[sums + i * p + column] = sum;
            }

            Group.Barrier();
        }

        Group.Barrier();
        for (int e = Group.IdxX; e < block * size; e += Group.DimX)
        {
            int query = first + e / size;
            if (query < Inputs.Queries)
                Target[((n * Inputs.Queries + query) * Inputs.Heads + head) * size + e % size] = shared[sums + e / size * p + e % size];
        }
    }
}

/// <summary>The gradients by a block of keys and their values, past all blocks of queries of the heads that share them.</summary>
internal struct AttentionOfKeys
{
    public AttentionHead Inputs;
    public AttentionGradients Gradients;
    public Floats OfKey;
    public Floats OfValue;
    public int WritesKeys;
    public int WritesValues;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = AttentionHead.Pitch(size), q = AttentionHead.Pitch(width);
        int blocks = (Inputs.Keys + block - 1) / block;
        int first = Grid.IdxX % blocks * block, keyHead = Grid.IdxX / blocks % Inputs.KeyHeads, n = Grid.IdxX / blocks / Inputs.KeyHeads;
        int sharing = Inputs.Heads / Inputs.KeyHeads;
        var shared = SharedMemory.GetDynamic<float>();
        int keys = 0, values = block * p, ofKeys = values + block * q, ofValues = ofKeys + block * p;
        int queries = ofValues + block * q, results = queries + block * p, weights = results + block * q;
        int scores = weights + block * block, logSums = scores + block * block, means = logSums + block;
        Inputs.Bring(shared, keys, Inputs.Key, n, keyHead, first, Inputs.Keys, size);
        Inputs.Bring(shared, values, Inputs.Value, n, keyHead, first, Inputs.Keys, width);
        for (int e = Group.IdxX; e < block * (p + q); e += Group.DimX) shared[ofKeys + e] = 0f;
        for (int head = keyHead * sharing; head < (keyHead + 1) * sharing; head++)
        {
            for (int firstQuery = Inputs.FirstQueryOf(first) / block * block; firstQuery < Inputs.Queries; firstQuery += block)
            {
                Inputs.Bring(shared, queries, Inputs.Query, n, head, firstQuery, Inputs.Queries, size);
                Inputs.Bring(shared, results, Gradients.OfResult, n, head, firstQuery, Inputs.Queries, width);
                for (int i = Group.IdxX; i < block; i += Group.DimX)
                {
                    int query = firstQuery + i;
                    bool isIn = query < Inputs.Queries;
                    shared[logSums + i] = isIn ? Gradients.LogSums[(n * Inputs.Heads + head) * Inputs.Queries + query] : 0f;
                    shared[means + i] = isIn ? Gradients.Mean(n, head, query, width) : 0f;
                }

                Group.Barrier();
                for (int e = Group.IdxX; e < block * block; e += Group.DimX)
                {
                    int i = e / block, j = e % block;
                    float product = AttentionHead.Dot(shared, queries + i * p, keys + j * p, size);
                    float score = Inputs.Score(product, n, head, firstQuery + i, first + j), weight = 0f, gradient = 0f;
                    if (!float.IsNegativeInfinity(score))
                    {
                        float factor = Inputs.DropoutFactor(n, head, firstQuery + i, first + j);
                        float ofWeight = AttentionHead.Dot(shared, results + i * q, values + j * q, width) * factor;
                        weight = DeviceMath.Exp(score - shared[logSums + i]);
                        gradient = weight * (ofWeight - shared[means + i]) * Inputs.Scale;
                        weight *= factor;
                    }

                    shared[weights + e] = weight;
                    shared[scores + e] = gradient;
                }

                Group.Barrier();
                for (int e = Group.IdxX; e < block * size; e += Group.DimX)
                {
                    int j = e / size, column = e % size;
                    float sum = shared[ofKeys + j * p + column];
                    for (int i = 0; i < block; i++) sum += shared[scores + i * block + j] * shared[queries + i * p + column];
                    shared[ofKeys + j * p + column] = sum;
                }

                for (int e = Group.IdxX; e < block * width; e += Group.DimX)
                {
                    int j = e / width, column = e % width;
                    float sum = shared[ofValues + j * q + column];
                    for (int i = 0; i < block; i++) sum += shared[weights + i * block + j] * shared[results + i * q + column];
                    shared[ofValues + j * q + column] = sum;
                }

                Group.Barrier();
            }
        }

        Group.Barrier();
        for (int e = Group.IdxX; e < block * size; e += Group.DimX)
        {
            int key = first + e / size;
            if (WritesKeys == 1 && key < Inputs.Keys)
                OfKey[((n * Inputs.Keys + key) * Inputs.KeyHeads + keyHead) * size + e % size] = shared[ofKeys + e / size * p + e % size];
        }

        for (int e = Group.IdxX; e < block * width; e += Group.DimX)
        {
            int key = first + e / width;
            if (WritesValues == 1 && key < Inputs.Keys)
                OfValue[((n * Inputs.Keys + key) * Inputs.KeyHeads + keyHead) * width + e % width] = shared[ofValues + e / width * q + e % width];
        }
    }
}

/// <summary>
/// The gradient by the bias: that by the scores, summed over what shares an element, by a team for each element. A stride of 0
/// of the bias says what is shared.
/// </summary>
internal struct AttentionOfBias(AttentionHead inputs, AttentionGradients gradients, Floats target) : IRows
{
    public AttentionHead Inputs = inputs;
    public AttentionGradients Gradients = gradients;
    public Floats Target = target;
    public int Batches = inputs.Bias.Batch == 0 ? 1 : inputs.Batch;
    public int Heads = inputs.Bias.Head == 0 ? 1 : inputs.Heads;
    public int Rows = inputs.Bias.Row == 0 ? 1 : inputs.Queries;

    public readonly long Items => (long)Batches * Heads * Rows * Inputs.Keys;

    public readonly long Terms => (long)(Inputs.Batch / Batches) * (Inputs.Heads / Heads) * (Inputs.Queries / Rows);

    public void Run<T>(int item, T team) where T : struct, ITeam
    {
        int key = item % Inputs.Keys, row = item / Inputs.Keys % Rows;
        int heads = item / Inputs.Keys / Rows % Heads, batch = item / Inputs.Keys / Rows / Heads;
        int perBatch = Inputs.Heads / Heads * (Inputs.Queries / Rows), perHead = Inputs.Queries / Rows;
        int terms = Inputs.Batch / Batches * perBatch;
        float sum = 0f;
        for (int k = team.First; k < terms; k += team.Step)
        {
            int n = batch + k / perBatch, head = heads + k / perHead % (Inputs.Heads / Heads), query = row + k % perHead;
            int keyHead = head / (Inputs.Heads / Inputs.KeyHeads);
            float product = 0f;
            for (int e = 0; e < Inputs.Size; e++) product += Inputs.Query.At(n, head, query, e) * Inputs.Key.At(n, keyHead, key, e);
            float score = Inputs.Score(product, n, head, query, key);
            if (float.IsNegativeInfinity(score)) continue;
            float ofWeight = 0f;
            for (int e = 0; e < Inputs.ValueSize; e++)
                ofWeight += Gradients.OfResult.At(n, head, query, e) * Inputs.Value.At(n, keyHead, key, e);
            ofWeight *= Inputs.DropoutFactor(n, head, query, key);
            float logSum = Gradients.LogSums[(n * Inputs.Heads + head) * Inputs.Queries + query];
            sum += DeviceMath.Exp(score - logSum) * (ofWeight - Gradients.Mean(n, head, query, Inputs.ValueSize));
        }

        sum = team.Sum(sum);
        if (team.IsFirst) Target[item] = sum;
    }
}
