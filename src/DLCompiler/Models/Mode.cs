namespace DLCompiler;

/// <summary>What a network runs for. Layers such as dropout do different things in each.</summary>
public enum Mode
{
    /// <summary>To predict or to evaluate. PyTorch: <c>module.eval()</c>.</summary>
    Inference,

    /// <summary>To learn. PyTorch: <c>module.train()</c>.</summary>
    Training,
}
