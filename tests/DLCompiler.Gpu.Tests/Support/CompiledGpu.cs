using System.Reflection;
using System.Runtime.InteropServices;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Testing;
using ILGPU;
using ILGPU.Runtime;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>A model on an accelerator, whose type is known only at run time.</summary>
internal sealed class CompiledGpu : IDisposable
{
    private readonly object _gpu;
    private readonly Accelerator _accelerator;

    public CompiledGpu(
        CompiledModel model, Accelerator accelerator, Optimizer? optimizer = null, TrainerOptions? options = null,
        GpuOptions? device = null)
    {
        _accelerator = accelerator;
        var method = model.Instance.GetType().GetMethod("OnGpu")!;
        bool trains = method.GetParameters().Length > 2;
        _gpu = method.Invoke(
            model.Instance, BindingFlags.DoNotWrapExceptions, null,
            trains ? [accelerator, optimizer, options, device] : [accelerator, device], null)!;
    }

    /// <summary>The results, into new arrays of given lengths.</summary>
    public float[][] Predict(
        IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes, params int[] lengths)
    {
        float[][] results = [.. lengths.Select(n => new float[n])];
        int next = 0;
        SpanCall.Bind<Action>(_gpu, "Predict", name => CompiledModel.Find(name, arguments, sizes) ?? results[next++])();
        return results;
    }

    public PendingLoss Gradients(IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        Call("Gradients", arguments, sizes)();

    public PendingLoss Step(IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        Call("Step", arguments, sizes)();

    public Func<PendingLoss> Call(
        string method, IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        SpanCall.Bind<Func<PendingLoss>>(_gpu, method, name => CompiledModel.Find(name, arguments, sizes)!);

    public float Evaluate(IReadOnlyList<Argument> arguments, IReadOnlyDictionary<string, int> sizes) =>
        SpanCall.Bind<Func<float>>(_gpu, "Evaluate", name => CompiledModel.Find(name, arguments, sizes)!)();

    public double[] Gradient(string parameter) =>
        [.. ((float[])_gpu.GetType().GetMethod("Gradient")!.Invoke(_gpu, BindingFlags.DoNotWrapExceptions, null, [parameter], null)!)
            .Select(v => (double)v)];

    /// <summary>A property of the model on the accelerator.</summary>
    public T Get<T>(string property) => (T)_gpu.GetType().GetProperty(property)!.GetValue(_gpu)!;

    public void Call(string method) => _gpu.GetType().GetMethod(method)!.Invoke(_gpu, BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>The copies of trained parameters in 16 bits, out of the session's memory.</summary>
    public ushort[] Copies()
    {
        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic;
        object session = _gpu.GetType().GetField("__session", Fields)!.GetValue(_gpu)!;
        var memory = (MemoryBuffer1D<float, Stride1D.Dense>)session.GetType().GetField("_narrow", Fields)!.GetValue(session)!;
        float[] floats = new float[memory.Length];
        memory.View.BaseView.CopyToCPU(_accelerator.DefaultStream, ref floats[0], floats.Length);
        return MemoryMarshal.Cast<float, ushort>(floats).ToArray();
    }

    public void Download() => _gpu.GetType().GetMethod("Download")!.Invoke(_gpu, BindingFlags.DoNotWrapExceptions, null, null, null);

    public void Dispose() => ((IDisposable)_gpu).Dispose();
}
