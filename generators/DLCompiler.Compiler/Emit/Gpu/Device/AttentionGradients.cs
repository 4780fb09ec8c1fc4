namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>What gradients take besides.</summary>
internal struct AttentionGradients<P>
    where P : struct, IElements<P>
{
    public AttentionOperand<P> Result;
    public AttentionOperand<P> OfResult;
    public Floats LogSums;

    /// <summary>Brings a block of queries, the gradients by their results, and what their softmax needs.</summary>
    public void BringQueries<B>(
        AttentionHead<P, B> inputs, ArrayView<float> shared, int queries, int results, int logSums, int means, int batch, int head, int first)
        where B : struct, IElements<B>
    {
        inputs.Bring(shared, queries, inputs.Query, batch, head, first, inputs.Queries, inputs.Size);
        inputs.Bring(shared, results, OfResult, batch, head, first, inputs.Queries, inputs.ValueSize);
        for (int i = Group.IdxX; i < inputs.Block; i += Group.DimX)
        {
            int query = first + i;
            bool isIn = query < inputs.Queries;
            shared[logSums + i] = isIn ? LogSums[(batch * inputs.Heads + head) * inputs.Queries + query] : 0f;
            shared[means + i] = isIn ? Mean(batch, head, query, inputs.ValueSize) : 0f;
        }
    }

    /// <summary>Σ of result · gradient of a query: what its softmax subtracts.</summary>
    public float Mean(int batch, int head, int query, int columns)
    {
        float sum = 0f;
        for (int e = 0; e < columns; e++) sum += Result.At(batch, head, query, e) * OfResult.At(batch, head, query, e);
        return sum;
    }
}

/// <summary>The weight of a key for a query, with dropout, and the gradient by their product.</summary>
internal struct AttentionPair
{
    public float Weight;
    public float Gradient;

    /// <summary>Of rows in shared memory: a query and a key, the gradient by the query's result and the key's value.</summary>
    public static AttentionPair Of<P, B>(
        AttentionHead<P, B> inputs, ArrayView<float> shared, int queryAt, int keyAt, int resultAt, int valueAt, float logSum, float mean,
        int batch, int head, int query, int key)
        where P : struct, IElements<P>
        where B : struct, IElements<B>
    {
        float product = Attention.Dot(shared, queryAt, keyAt, inputs.Size);
        float score = inputs.Score(product, batch, head, query, key);
        if (float.IsNegativeInfinity(score)) return default;
        float factor = inputs.DropoutFactor(batch, head, query, key);
        float ofWeight = Attention.Dot(shared, resultAt, valueAt, inputs.ValueSize) * factor;
        float weight = DeviceMath.Exp(score - logSum);
        return new AttentionPair { Weight = weight * factor, Gradient = weight * (ofWeight - mean) * inputs.Scale };
    }
}

/// <summary>The gradient by a block of queries, past all blocks of keys.</summary>
internal struct AttentionOfQueries<P, B>
    where P : struct, IElements<P>
    where B : struct, IElements<B>
{
    public AttentionHead<P, B> Inputs;
    public AttentionGradients<P> Gradients;
    public P Target;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = Attention.Pitch(size), q = Attention.Pitch(width);
        int blocks = (Inputs.Queries + block - 1) / block;
        int first = Grid.IdxX % blocks * block, head = Grid.IdxX / blocks % Inputs.Heads, n = Grid.IdxX / blocks / Inputs.Heads;
        int keyHead = head / (Inputs.Heads / Inputs.KeyHeads);
        var shared = SharedMemory.GetDynamic<float>();
        int queries = 0, results = block * p, sums = results + block * q, keys = sums + block * p;
        int values = keys + block * p, scores = values + block * q, logSums = scores + block * block, means = logSums + block;
        for (int e = Group.IdxX; e < block * p; e += Group.DimX) shared[sums + e] = 0f;
        Gradients.BringQueries(Inputs, shared, queries, results, logSums, means, n, head, first);
        int visible = Inputs.VisibleKeys(n, IntrinsicMath.Min(first + block, Inputs.Queries));
        for (int firstKey = 0; firstKey < visible; firstKey += block)
        {
            Inputs.Bring(shared, keys, Inputs.Key, n, keyHead, firstKey, visible, size);
            Inputs.Bring(shared, values, Inputs.Value, n, keyHead, firstKey, visible, width);
            Group.Barrier();
            for (int e = Group.IdxX; e < block * block; e += Group.DimX)
            {
                int i = e / block, j = e % block;
                shared[scores + e] = AttentionPair.Of(
                    Inputs, shared, queries + i * p, keys + j * p, results + i * q, values + j * q, shared[logSums + i],
                    shared[means + i], n, head, first + i, firstKey + j).Gradient;
            }

            Group.Barrier();
            Inputs.AddProduct(shared, sums, scores, block, 1, keys, size);
            Group.Barrier();
        }

        Group.Barrier();
        Inputs.Send(shared, sums, Target, n, head, Inputs.Heads, first, Inputs.Queries, size);
    }
}

/// <summary>The gradients by a block of keys and their values, past all blocks of queries of the heads that share them.</summary>
internal struct AttentionOfKeys<P, B>
    where P : struct, IElements<P>
    where B : struct, IElements<B>
{
    public AttentionHead<P, B> Inputs;
    public AttentionGradients<P> Gradients;
    public P OfKey;
    public P OfValue;
    public int WritesKeys;
    public int WritesValues;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = Attention.Pitch(size), q = Attention.Pitch(width);
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
                Gradients.BringQueries(Inputs, shared, queries, results, logSums, means, n, head, firstQuery);
                Group.Barrier();
                for (int e = Group.IdxX; e < block * block; e += Group.DimX)
                {
                    int i = e / block, j = e % block;
                    var pair = AttentionPair.Of(
                        Inputs, shared, queries + i * p, keys + j * p, results + i * q, values + j * q, shared[logSums + i],
                        shared[means + i], n, head, firstQuery + i, first + j);
                    shared[weights + e] = pair.Weight;
                    shared[scores + e] = pair.Gradient;
                }

                Group.Barrier();
                Inputs.AddProduct(shared, ofKeys, scores, 1, block, queries, size);
                Inputs.AddProduct(shared, ofValues, weights, 1, block, results, width);
                Group.Barrier();
            }
        }

        Group.Barrier();
        if (WritesKeys == 1) Inputs.Send(shared, ofKeys, OfKey, n, keyHead, Inputs.KeyHeads, first, Inputs.Keys, size);
        if (WritesValues == 1) Inputs.Send(shared, ofValues, OfValue, n, keyHead, Inputs.KeyHeads, first, Inputs.Keys, width);
    }
}

/// <summary>
/// The gradient by the bias: that by the scores, summed over what shares an element, by a team for each element. A stride of 0
/// of the bias says what is shared.
/// </summary>
internal struct AttentionOfBias<P, B, T>(AttentionHead<P, B> inputs, AttentionGradients<P> gradients, T target) : IRows
    where P : struct, IElements<P>
    where B : struct, IElements<B>
    where T : struct, IElements<T>
{
    public AttentionHead<P, B> Inputs = inputs;
    public AttentionGradients<P> Gradients = gradients;
    public T Target = target;
    public int Batches = inputs.Bias.Batch == 0 ? 1 : inputs.Batch;
    public int Heads = inputs.Bias.Head == 0 ? 1 : inputs.Heads;
    public int Rows = inputs.Bias.Row == 0 ? 1 : inputs.Queries;

    public readonly long Items => (long)Batches * Heads * Rows * Inputs.Keys;

    public readonly long Terms => (long)(Inputs.Batch / Batches) * (Inputs.Heads / Heads) * (Inputs.Queries / Rows);

    public void Run<M>(int item, M team) where M : struct, ITeam
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
