using System.Reflection;
using System.Runtime.CompilerServices;

namespace ILGPU.Runtime;

/// <summary>Makes launchers of kernels.</summary>
public static class KernelLoaders
{
    private const int MostParameters = 14;

    public static Action<AcceleratorStream, TIndex, T1> LoadAutoGroupedKernel<TIndex, T1>(
        this Accelerator accelerator, Action<TIndex, T1> action)
        where TIndex : struct, IIndex
        where T1 : struct
    {
        Check(accelerator, action);
        var kernel = (Action<Index1D, T1>)(object)action;
        return (stream, extent, a) =>
        {
            Begin(accelerator);
            for (int i = 0; i < ((Index1D)(object)extent).X; i++) kernel(i, a);
        };
    }

    public static Action<AcceleratorStream, KernelConfig, T1> LoadKernel<T1>(this Accelerator accelerator, Action<T1> action)
        where T1 : struct
    {
        Check(accelerator, action);
        return (stream, config, a) => Launch(accelerator, config, () => action(a));
    }

    public static Action<AcceleratorStream, KernelConfig, T1, T2> LoadKernel<T1, T2>(
        this Accelerator accelerator, Action<T1, T2> action)
        where T1 : struct
        where T2 : struct
    {
        Check(accelerator, action);
        return (stream, config, a, b) => Launch(accelerator, config, () => action(a, b));
    }

    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3> LoadKernel<T1, T2, T3>(
        this Accelerator accelerator, Action<T1, T2, T3> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        Check(accelerator, action);
        return (stream, config, a, b, c) => Launch(accelerator, config, () => action(a, b, c));
    }

    public static Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> LoadKernel<T1, T2, T3, T4>(
        this Accelerator accelerator, Action<T1, T2, T3, T4> action)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        Check(accelerator, action);
        return (stream, config, a, b, c, d) => Launch(accelerator, config, () => action(a, b, c, d));
    }

    private static void Launch(Accelerator accelerator, KernelConfig config, Action kernel)
    {
        Begin(accelerator);
        if (config.GroupDim.X > accelerator.MaxNumThreadsPerGroup)
            throw new AcceleratorException($"A group of {config.GroupDim.X} threads on a device that allows {accelerator.MaxNumThreadsPerGroup}.");
        if (config.GroupDim.X < 1 || config.GridDim.X < 1)
            throw new AcceleratorException($"A grid of {config.GridDim.X} groups of {config.GroupDim.X} threads.");
        new ThreadGroup(config.GroupDim.X, accelerator.WarpSize, config.SharedMemory).Run(config.GridDim.X, kernel);
    }

    private static void Begin(Accelerator accelerator)
    {
        if (accelerator.IsLost) throw new AcceleratorException("The device is lost.");
        accelerator.Counters.Launches++;
    }

    /// <summary>Refuses what ILGPU's launcher refuses.</summary>
    private static void Check(Accelerator accelerator, Delegate action)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        accelerator.Counters.Loads++;
        var method = action.Method;
        if (!method.IsStatic) throw new NotSupportedException($"{method} is not static.");
        var parameters = method.GetParameters();
        if (parameters.Length > MostParameters) throw new NotSupportedException($"{method} has {parameters.Length} parameters.");
        foreach (var parameter in parameters) Check(parameter.ParameterType, parameter.ParameterType.Name);
    }

    private static void Check(Type type, string path)
    {
        if (type == typeof(bool)) throw new NotSupportedException($"{path} is a bool.");
        if (type.IsPrimitive || type.Namespace == "ILGPU") return;
        if (!type.IsValueType) throw new NotSupportedException($"{path} is the class {type.Name}.");
        bool isOpen = type.Assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Any(a => a.AssemblyName == "ILGPURuntime");
        if (type is { IsNested: true, IsNestedPublic: false, IsNestedAssembly: false } || (!type.IsVisible && !isOpen))
            throw new NotSupportedException($"{path} is the type {type.Name}, which ILGPU's launcher cannot see.");
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (!field.IsPublic) throw new NotSupportedException($"{path}.{field.Name} is not public.");
            Check(field.FieldType, $"{path}.{field.Name}");
        }
    }
}
