namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>Queries [Batch, Heads, Queries, Size], keys [Batch, KeyHeads, Keys, Size], values [..., ValueSize].</summary>
internal readonly record struct AttentionShape(
    nint Batch, nint Heads, nint KeyHeads, nint Queries, nint Keys, nint Size, nint ValueSize);

/// <summary>A matrix for each head of each sequence; strides are in elements, a row's elements are neighbours.</summary>
internal struct AttentionOperand<P>(P data, nint batch, nint head, nint row)
    where P : struct, IElements<P>
{
    public P Data = data;
    public int Batch = checked((int)batch);
    public int Head = checked((int)head);
    public int Row = checked((int)row);

    public float At(int batch, int head, int row, int column) =>
        Data[batch * Batch + head * Head + row * Row + column];
}

/// <summary>Which keys a query sees, what becomes of the scores before the softmax, and of the weights after.</summary>
internal readonly record struct AttentionScores<B>(
    float Scale, AttentionOperand<B> Bias = default, Ints Lengths = default, bool Causal = false, nint Offset = 0,
    float Dropout = 0, ulong Stream = 0)
    where B : struct, IElements<B>;

/// <summary>
/// Attention and its gradients in blocks of queries and keys that lie in shared memory: the softmax of a query is corrected
/// with each block of keys (Milakov, Gimelshein 2018; Dao et al. 2022), so that the scores are never in global memory.
/// </summary>
internal static partial class Attention
{
    public static void Run<P, B>(
        Device device, P result, Floats logSums, AttentionShape shape, AttentionOperand<P> query, AttentionOperand<P> key,
        AttentionOperand<P> value, AttentionScores<B> scores)
        where P : struct, IElements<P>
        where B : struct, IElements<B>
    {
        if (shape.Batch * shape.Heads * shape.Queries == 0) return;
        var head = new AttentionHead<P, B>(device, shape, query, key, value, scores);
        int perKey = Pitch(head.Size) + Pitch(head.ValueSize), perQuery = perKey + 3;
        head.Block = BlockOf(device, perQuery + perKey);
        var kernel = new AttentionForward<P, B>
        {
            Inputs = head,
            Result = result,
            LogSums = device.Valid(logSums),
            NotesSums = logSums.IsNull ? 0 : 1,
        };
        long groups = shape.Batch * shape.Heads * Device.Ceiling(shape.Queries, head.Block);
        device.Load<Action<AcceleratorStream, KernelConfig, AttentionForward<P, B>>>(
            nameof(Forward), static a => a.LoadKernel<AttentionForward<P, B>>(Forward))(
            device.Stream, Config(device, groups, head.Block, perQuery + perKey), kernel);
    }

    public static void Gradient<P, B, T>(
        Device device, P ofQuery, P ofKey, P ofValue, T ofBias, AttentionShape shape, AttentionOperand<P> query,
        AttentionOperand<P> key, AttentionOperand<P> value, AttentionScores<B> scores, AttentionOperand<P> result, Floats logSums,
        AttentionOperand<P> ofResult)
        where P : struct, IElements<P>
        where B : struct, IElements<B>
        where T : struct, IElements<T>
    {
        var head = new AttentionHead<P, B>(device, shape, query, key, value, scores);
        if (shape.Batch * shape.Heads * shape.Queries == 0)
        {
            Clear(device, ofKey, shape.Batch * shape.KeyHeads * shape.Keys * shape.Size);
            Clear(device, ofValue, shape.Batch * shape.KeyHeads * shape.Keys * shape.ValueSize);
            return;
        }

        int p = Pitch(head.Size), row = p + Pitch(head.ValueSize);
        var gradients = new AttentionGradients<P> { Result = result, OfResult = ofResult, LogSums = logSums };
        if (!ofQuery.IsNull)
        {
            head.Block = BlockOf(device, row + p + row + 2);
            var kernel = new AttentionOfQueries<P, B> { Inputs = head, Gradients = gradients, Target = ofQuery };
            device.Load<Action<AcceleratorStream, KernelConfig, AttentionOfQueries<P, B>>>(
                nameof(OfQueries), static a => a.LoadKernel<AttentionOfQueries<P, B>>(OfQueries))(
                device.Stream,
                Config(device, shape.Batch * shape.Heads * Device.Ceiling(shape.Queries, head.Block), head.Block, row + p + row + 2),
                kernel);
        }

        if ((!ofKey.IsNull || !ofValue.IsNull) && shape.Keys > 0)
        {
            head.Block = BlockOf(device, 3 * row + 2);
            var kernel = new AttentionOfKeys<P, B>
            {
                Inputs = head,
                Gradients = gradients,
                OfKey = device.Valid(ofKey),
                OfValue = device.Valid(ofValue),
                WritesKeys = ofKey.IsNull ? 0 : 1,
                WritesValues = ofValue.IsNull ? 0 : 1,
            };
            device.Load<Action<AcceleratorStream, KernelConfig, AttentionOfKeys<P, B>>>(
                nameof(OfKeys), static a => a.LoadKernel<AttentionOfKeys<P, B>>(OfKeys))(
                device.Stream,
                Config(device, shape.Batch * shape.KeyHeads * Device.Ceiling(shape.Keys, head.Block), head.Block, 3 * row + 2),
                kernel);
        }

        if (!ofBias.IsNull)
        {
            var bias = new AttentionOfBias<P, B, T>(head, gradients, ofBias);
            device.Columns(bias, bias.Items, bias.Terms);
        }
    }

    internal static void Forward<P, B>(AttentionForward<P, B> kernel)
        where P : struct, IElements<P>
        where B : struct, IElements<B> => kernel.Run();

    internal static void OfQueries<P, B>(AttentionOfQueries<P, B> kernel)
        where P : struct, IElements<P>
        where B : struct, IElements<B> => kernel.Run();

    internal static void OfKeys<P, B>(AttentionOfKeys<P, B> kernel)
        where P : struct, IElements<P>
        where B : struct, IElements<B> => kernel.Run();

    /// <summary>From a row in shared memory to the next: odd, so that elements of one column are in different banks.</summary>
    internal static int Pitch(int columns) => columns | 1;

    /// <summary>The product of two rows in shared memory.</summary>
    internal static float Dot(ArrayView<float> shared, int a, int b, int count)
    {
        float sum = 0f;
        for (int i = 0; i < count; i++) sum += shared[a + i] * shared[b + i];
        return sum;
    }

    private static void Clear<P>(Device device, P target, long count)
        where P : struct, IElements<P>
    {
        if (!target.IsNull) device.Fill(target, 0f, count);
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
