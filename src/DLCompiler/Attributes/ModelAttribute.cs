namespace DLCompiler;

/// <summary>
/// Declares a neural network: a partial class with layers (attributed partial methods) and a
/// <see cref="ForwardAttribute"/> method. The generator adds a constructor, <c>Predict</c>, <c>CreateTrainer</c>,
/// <c>Parameters</c>, <c>Save</c>, <c>Load</c>, <c>Summary</c> and <c>Eager</c>. A constructor of the class's own takes the place of the
/// generated one, and calls the generated <c>Initialize(seed)</c>: without it, all weights are 0.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>
    /// Whether kernels for a GPU are generated beside those for the CPU, and <c>OnGpu</c> with them. It takes a reference to
    /// ILGPU; without one, the compiler says so (DLC3001).
    /// </summary>
    public bool Gpu { get; set; }

    /// <summary>
    /// What activations and weights are stored as on a GPU; floats of 32 bits unless set. Without <see cref="Gpu"/> it has no
    /// effect (DLC3005).
    /// </summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// Whether a trainer is generated: the backward pass and what optimizers need. True unless set. Without it, a
    /// <see cref="LossAttribute"/> is for <c>Evaluate</c> alone.
    /// </summary>
    public bool Training { get; set; } = true;

    /// <summary>Whether the trainer also computes the gradients of the loss by the model's inputs.</summary>
    public bool InputGradients { get; set; }
}
