using System.Reflection;

namespace DLCompiler.Testing;

/// <summary>
/// A model whose class is known only at run time. Tensors are <see cref="Tensor"/>s and <see cref="IntTensor"/>s, in the
/// order of the class's own methods.
/// </summary>
public sealed class LoadedModel : IDisposable
{
    private readonly LoadedAssembly? _assembly;

    internal LoadedModel(object instance, LoadedAssembly assembly)
        : this((IModel)instance) => _assembly = assembly;

    /// <summary>Looks at a model of any class.</summary>
    /// <param name="model">The model.</param>
    public LoadedModel(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    /// <summary>The model: its name, parameters and layers.</summary>
    public IModel Model { get; }

    /// <summary>The compiled result of Forward, of a model that has one.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="ArgumentException">The model takes other inputs, or has several results.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public Tensor Predict(params object[] inputs) => Predict<Tensor>(inputs);

    /// <summary>The compiled results of Forward.</summary>
    /// <typeparam name="T">What Forward returns: <see cref="Tensor"/>, or a tuple such as (Tensor, Tensor).</typeparam>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="ArgumentException">The model takes other inputs, or has other results.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public T Predict<T>(params object[] inputs) => MethodCall.Tensors<T>(Model, "Predict", inputs);

    /// <summary>What Forward's own C# computes, in double precision.</summary>
    /// <typeparam name="T">What Forward returns.</typeparam>
    /// <param name="inputs">The inputs, and then, if wanted, the mode, the seed and the step.</param>
    /// <exception cref="ArgumentException">The model takes other inputs, or has other results.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public T EagerForward<T>(params object[] inputs) => MethodCall.Tensors<T>(Eager, "Forward", inputs);

    /// <summary>The loss as its own C# computes it, in double precision.</summary>
    /// <param name="batch">Inputs and labels, and then, if wanted, the mode, the seed and the step.</param>
    /// <exception cref="ArgumentException">The model takes other tensors, or has no loss.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public double EagerLoss(params object[] batch) => MethodCall.Tensors<Tensor>(Eager, "Loss", batch).ToScalar();

    /// <summary>The compiled loss in inference mode.</summary>
    /// <param name="batch">Inputs and labels.</param>
    /// <exception cref="ArgumentException">The model takes other tensors, or has no loss.</exception>
    /// <exception cref="ModelShapeException">A shape does not fit.</exception>
    public float Evaluate(params object[] batch) => MethodCall.Batch(Model, Model, "Evaluate", batch);

    /// <summary>Makes a trainer.</summary>
    /// <param name="optimizer">Changes the parameters in each step.</param>
    /// <param name="options">What else is not the optimizer's.</param>
    /// <exception cref="ArgumentException">The model has no trainer.</exception>
    public LoadedTrainer CreateTrainer(Optimizer optimizer, TrainerOptions? options = null)
    {
        var method = Model.GetType().GetMethod("CreateTrainer", [typeof(Optimizer), typeof(TrainerOptions)])
            ?? throw new ArgumentException(
                $"{Model.Name} has no trainer: it needs a method marked [Loss], and [Model] without Training = false.");
        return new LoadedTrainer(
            Model, (Trainer)method.Invoke(Model, BindingFlags.DoNotWrapExceptions, null, [optimizer, options], null)!);
    }

    /// <summary>Compares the model's gradients with central differences.</summary>
    /// <param name="batch">Inputs and labels.</param>
    /// <returns>How many numbers were compared, and how far they are apart.</returns>
    /// <exception cref="GradientException">They do not agree.</exception>
    public GradientReport VerifyGradients(params object[] batch) => ModelGradients.Verify(Model, batch);

    /// <summary>Lets the model's assembly be unloaded, if it was loaded for this model.</summary>
    public void Dispose() => _assembly?.Dispose();

    private object Eager => Model.GetType().GetProperty("Eager")!.GetValue(Model)!;
}
