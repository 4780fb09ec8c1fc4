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
