namespace DLCompiler.Testing;

/// <summary>A trainer whose class is known only at run time.</summary>
public sealed class LoadedTrainer
{
    private readonly IModel _model;

    internal LoadedTrainer(IModel model, Trainer trainer) => (_model, Trainer) = (model, trainer);

    /// <summary>The trainer: its gradients, its optimizer, its file.</summary>
    public Trainer Trainer { get; }

    /// <summary>One training step.</summary>
    /// <param name="batch">Inputs and labels.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="ArgumentException">The model takes other tensors.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit; nothing has changed.</exception>
    public float Step(params object[] batch) => MethodCall.Batch(_model, Trainer, "Step", batch);

    /// <summary>The loss and the gradients, without a change of the parameters.</summary>
    /// <param name="batch">Inputs and labels.</param>
    /// <returns>The loss; the gradients are in <see cref="Trainer.Gradient"/>.</returns>
    /// <exception cref="ArgumentException">The model takes other tensors.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public float Gradients(params object[] batch) => MethodCall.Batch(_model, Trainer, "Gradients", batch);
}
