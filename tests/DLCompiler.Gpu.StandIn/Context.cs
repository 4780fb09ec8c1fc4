using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>What devices belong to.</summary>
public sealed class Context : IDisposable
{
    public static Context Create(Action<Builder> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder(new Builder());
        return new Context();
    }

    public Device GetPreferredDevice(bool preferCPU) => CPUDevice.Default;

    public void Dispose()
    {
    }

    /// <summary>How it is made.</summary>
    public sealed class Builder
    {
        public Builder Default() => this;

        public Builder CPU() => this;

        public Builder CPU(CPUDevice device) => this;

        public Builder Optimize(OptimizationLevel level) => this;
    }
}

/// <summary>How far kernels are optimised.</summary>
public enum OptimizationLevel
{
    O0,
    O1,
    O2,
}
