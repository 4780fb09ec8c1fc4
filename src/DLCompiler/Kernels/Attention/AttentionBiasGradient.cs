using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of attention by its bias: that by the scores, summed over the sequences, heads and queries that share an
/// element. The scores are computed again. The items are blocks of keys of each matrix of the bias.
/// </summary>
/// <param name="inputs">The operands; a stride of 0 of the bias says that its elements are shared.</param>
/// <param name="gradients">What goes with them.</param>
/// <param name="target">The gradient: [N or 1, H or 1, T or 1, S] without gaps.</param>
internal readonly struct AttentionBiasGradient(in AttentionInputs inputs, AttentionGradients gradients, Floats target)
    : IKernel
{
    private readonly AttentionInputs _inputs = inputs;

    public nint Count => Batches * Heads * KeyBlocks;

    private AttentionShape Shape => _inputs.Shape;

    private nint Batches => _inputs.Scores.Bias.Batch == 0 ? 1 : Shape.Batch;

    private nint Heads => _inputs.Scores.Bias.Head == 0 ? 1 : Shape.Heads;

    private nint Rows => _inputs.Scores.Bias.Row == 0 ? 1 : Shape.Queries;

    private nint KeyBlocks => Blocks.Ceiling(Shape.Keys, AttentionHead.KeyBlock);

    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var item = start; item < end; item++)
        {
            var (matrix, firstKey) = (item / KeyBlocks, item % KeyBlocks * AttentionHead.KeyBlock);
            var (batch, head) = (matrix / Heads, matrix % Heads);
            var count = nint.Min(AttentionHead.KeyBlock, Shape.Keys - firstKey);
            var sums = target + (matrix * Rows * Shape.Keys + firstKey);
            for (nint row = 0; row < Rows; row++) AttentionTiles.Clear(sums + row * Shape.Keys, count);
            for (var n = batch; n < (Batches == 1 ? Shape.Batch : batch + 1); n++)
            {
                for (var h = head; h < (Heads == 1 ? Shape.Heads : head + 1); h++)
                    new AttentionBackwardHead<V>(_inputs, gradients, n, h).AddToBias(sums, Rows > 1, firstKey, count);
            }
        }
    }
}
