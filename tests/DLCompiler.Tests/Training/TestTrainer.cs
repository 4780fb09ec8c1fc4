using DLCompiler.Runtime;

namespace DLCompiler.Tests.Training;

/// <summary>A trainer whose gradients the test sets.</summary>
internal sealed class TestTrainer(ParameterStore store, Optimizer optimizer, TrainerOptions? options = null)
    : Trainer(new TestModel(store), optimizer, options)
{
    private readonly ParameterStore _store = store;

    /// <summary>A model of one trained parameter and a buffer, with given start values.</summary>
    public static ParameterStore Store(params float[] values)
    {
        var store = new ParameterStore("M", [
            new("w", [values.Length], true, Initializer.Zeros), new("mean", [2], false, Initializer.Ones)]);
        store.Initialize(0);
        store.Set(0, values);
        return store;
    }

    protected override float Run(IBatch batch, bool trains) => Step(batch.Floats("gradient"));

    protected override void RunEagerly(IBatch batch)
    {
    }

    public float[] Parameters => _store.Span(0).ToArray();

    /// <summary>A step with the gradients of all parameters one after the other; missing ones repeat.</summary>
    public void StepAll(float[] gradient)
    {
        int next = 0;
        for (int parameter = 0; parameter < _store.Parameters.Count; parameter++)
        {
            var destination = GradientStore[parameter];
            for (int i = 0; i < _store.Parameters[parameter].Count; i++) destination[i] = gradient[next++ % gradient.Length];
        }

        FinishStep(loss: 0.5f);
    }

    public float Step(params ReadOnlySpan<float> gradient)
    {
        var destination = GradientStore[0];
        for (int i = 0; i < gradient.Length; i++) destination[i] = gradient[i];
        return FinishStep(loss: 0.5f);
    }
}

/// <summary>A model that is nothing but parameters.</summary>
internal sealed record TestModel(ParameterStore Store) : IModel
{
    public string Name => "M";

    public ModelSummary Summary => throw new NotSupportedException();

    public void Predict(IBatch batch, BatchResults results) => throw new NotSupportedException();
}
