using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A kernel's C# without its name, by which equal kernels are recognised, its parameters, and the interface it has.</summary>
internal sealed record KernelCode(string Body, IReadOnlyList<KernelParameter> Parameters, string Interface);

/// <summary>
/// What a program's code depends on its machine in: the bodies of kernels, and how they are launched. The kernels, their order and
/// their memory are the same; so are the names of the run-time library.
/// </summary>
internal abstract class Target
{
    /// <summary>What launches and the run-time library are passed first; null for nothing.</summary>
    public abstract (string Type, string Name)? Device { get; }

    /// <summary>Whether what all steps of a loop multiply by is packed once, before them.</summary>
    public abstract bool Packs { get; }

    /// <summary>Whether the profiler is told of each kernel.</summary>
    public abstract bool Profiles { get; }

    /// <summary>Whether a row may stay in memory of the thread between two passes over it.</summary>
    public abstract bool KeepsRows { get; }

    /// <summary>The code of a kernel.</summary>
    public abstract KernelCode Write(LoopKernel kernel);

    /// <summary>
    /// The call that runs a kernel without a product, without its first argument: the struct that computes the kernel.
    /// </summary>
    public abstract KernelCall Launch(LoopKernel kernel);

    /// <summary>Writes a kernel as a struct.</summary>
    public abstract void WriteStruct(CodeWriter code, string name, KernelCode kernel);

    /// <summary>Arguments behind what everything is passed.</summary>
    public List<string> Passing(IEnumerable<string> arguments) =>
        Device is { } device ? [device.Name, .. arguments] : [.. arguments];
}
