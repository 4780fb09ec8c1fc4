using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>What the gradient of attention takes beside the operands, and where it goes.</summary>
/// <param name="Result">What attention gave, [N, H, T, E].</param>
/// <param name="LogSums">What it noted, [N, H, T].</param>
/// <param name="OfResult">The gradient by the result, [N, H, T, E].</param>
/// <param name="OfQuery">Receives the gradient by the queries, [N, H, T, D]; null if not wanted.</param>
/// <param name="OfKey">Receives the gradient by the keys, [N, G, S, D]; null if not wanted.</param>
/// <param name="OfValue">Receives the gradient by the values, [N, G, S, E]; null if not wanted.</param>
internal readonly record struct AttentionGradients(
    AttentionOperand Result, Floats LogSums, AttentionOperand OfResult,
    AttentionOperand OfQuery, AttentionOperand OfKey, AttentionOperand OfValue);

/// <summary>
/// The gradient of attention: the weights P of a block of keys and a block of queries at a time are computed again from
/// the logarithms of their sums (Dao et al. 2022, "FlashAttention", algorithm 4). The items are the heads of keys, as
/// all queries add to the gradients of keys and values:
/// dV = Pᵀ·dO, dP = dO·Vᵀ, dS = P ∘ (dP − rowsum(dO ∘ O)), dQ = dS·K·scale, dK = dSᵀ·Q·scale.
/// </summary>
internal readonly struct AttentionBackward(in AttentionInputs inputs, AttentionGradients gradients) : IKernel
{
    private readonly AttentionInputs _inputs = inputs;

    public nint Count => _inputs.Shape.Batch * _inputs.Shape.KeyHeads;

    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var item = start; item < end; item++)
        {
            var (batch, keyHead) = (item / _inputs.Shape.KeyHeads, item % _inputs.Shape.KeyHeads);
            for (nint i = 0; i < _inputs.Group; i++)
                new AttentionBackwardHead<V>(_inputs, gradients, batch, keyHead * _inputs.Group + i).Run(first: i == 0);
        }
    }
}
