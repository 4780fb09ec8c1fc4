namespace DLCompiler;

/// <summary>
/// Saves memory for time: what a block computes between its input and its result is not kept for the backward pass, but
/// computed again there (Chen et al. 2016). On a block, it holds for all uses; on a <see cref="LayerAttribute{TBlock}"/>,
/// for that one, and with <see cref="LayerAttribute{TBlock}.Repeat"/> for each instance by itself. Results and gradients
/// are the same to the bit. PyTorch: <c>torch.utils.checkpoint</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class CheckpointAttribute : Attribute;
