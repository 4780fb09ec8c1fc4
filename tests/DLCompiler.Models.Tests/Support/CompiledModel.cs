using System.Reflection;
using System.Runtime.CompilerServices;
using DLCompiler.Runtime;
using DLCompiler.Testing;

namespace DLCompiler.Models.Tests.Support;

/// <summary>A model whose type is known only at run time.</summary>
internal sealed class CompiledModel(object instance)
{
    public object Instance => instance;

    public ParameterStore Store => ((IModel)instance).Store;

    /// <summary>The names of what is trained.</summary>
    public IEnumerable<string> Trained => Store.Parameters.Where(p => p.Trained).Select(p => p.Name);

    /// <summary>The results of Forward in double precision.</summary>
    public Tensor[] EagerForward(
        IReadOnlyList<Argument> arguments, Mode mode = Mode.Inference, int seed = 0, long step = 0) =>
        Eager("Forward", arguments, mode, seed, step) is ITuple several
            ? [.. Enumerable.Range(0, several.Length).Select(i => (Tensor)several[i]!)]
            : [(Tensor)Eager("Forward", arguments, mode, seed, step)];

    /// <summary>The loss in double precision.</summary>
    public double EagerLoss(
        IReadOnlyList<Argument> arguments, Mode mode = Mode.Training, int seed = 0, long step = 0) =>
        ((Tensor)Eager("Loss", arguments, mode, seed, step)).ToScalar();

    /// <summary>The compiled results, into new arrays of given lengths.</summary>
    public float[][] Predict(
        IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes, params int[] lengths)
    {
        float[][] results = [.. lengths.Select(n => Enumerable.Repeat(float.NaN, n).ToArray())];
        PredictCall(arguments, sizes, results)();
        return results;
    }

    /// <summary>A call of Predict into given arrays.</summary>
    public Action PredictCall(
        IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes, params float[][] results)
    {
        int next = 0;
        return SpanCall.Bind<Action>(instance, "Predict", name => Find(name, arguments, sizes) ?? results[next++]);
    }

    /// <summary>The compiled result for tensors.</summary>
    public Tensor Predict(params Tensor[] inputs)
    {
        var overload = instance.GetType().GetMethods()
            .Single(m => m.Name == "Predict" && m.ReturnType == typeof(Tensor));
        return (Tensor)overload.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, inputs, null)!;
    }

    /// <summary>A trainer; the optimizer leaves the parameters alone unless another one is given.</summary>
    public CompiledTrainer CreateTrainer(Optimizer? optimizer = null, TrainerOptions? options = null) =>
        new((Trainer)Invoke(instance, "CreateTrainer", optimizer ?? new Sgd(0), options));

    /// <summary>The argument or size of a name; null for the name of a result.</summary>
    public static object? Find(
        string name, IEnumerable<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        arguments.FirstOrDefault(a => a.Name == name) is { } argument ? argument.Values
        : sizes.TryGetValue(name, out int size) ? size
        : null;

    private object Eager(string method, IReadOnlyList<Argument> arguments, Mode mode, int seed, long step)
    {
        object eager = instance.GetType().GetProperty("Eager")!.GetValue(instance)!;
        return Invoke(eager, method, [.. arguments.Select(a => a.ToEager()), mode, seed, step]);
    }

    private static object Invoke(object target, string method, params object?[] arguments) =>
        target.GetType().GetMethod(method)!.Invoke(
            target, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
}

/// <summary>A trainer of a model whose type is known only at run time.</summary>
internal sealed class CompiledTrainer(Trainer trainer)
{
    public Trainer Trainer => trainer;

    public float Gradients(IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        Call("Gradients", arguments, sizes)();

    public float Step(IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        Call("Step", arguments, sizes)();

    /// <summary>A call of Step, Gradients or Evaluate that can be repeated.</summary>
    public Func<float> Call(
        string method, IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        SpanCall.Bind<Func<float>>(trainer, method, name => CompiledModel.Find(name, arguments, sizes)!);

    public double[] Gradient(string parameter) => [.. trainer.Gradient(parameter)];
}
