namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>A block of queries, past all blocks of keys.</summary>
internal struct AttentionForward<P, B>
    where P : struct, IElements<P>
    where B : struct, IElements<B>
{
    public AttentionHead<P, B> Inputs;
    public P Result;
    public Floats LogSums;
    public int NotesSums;

    public void Run()
    {
        int block = Inputs.Block, size = Inputs.Size, width = Inputs.ValueSize;
        int p = Attention.Pitch(size), q = Attention.Pitch(width);
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
                float product = Attention.Dot(shared, queries + i * p, keys + j * p, size);
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
                shared[sums + e / width * q + e % width] *= shared[factors + e / width];

            // Each thread adds to the elements that it has just scaled.
            Inputs.AddProduct(shared, sums, weights, block, 1, values, width);

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
