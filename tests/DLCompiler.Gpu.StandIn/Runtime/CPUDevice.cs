namespace ILGPU.Runtime.CPU;

/// <summary>Threads of the host as a device.</summary>
public sealed class CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors) : Device
{
    /// <summary>Four warps of four threads.</summary>
    public static CPUDevice Default { get; } = new(4, 4, 1);

    public int WarpSize => numThreadsPerWarp;

    public int NumMultiprocessors => numMultiprocessors;

    public override Accelerator CreateAccelerator(Context context) => new CPUAccelerator(
        numThreadsPerWarp, numThreadsPerWarp * numWarpsPerMultiprocessor);

    public CPUAccelerator CreateCPUAccelerator(Context context) => (CPUAccelerator)CreateAccelerator(context);
}

/// <summary>Threads of the host.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(int warpSize, int mostThreads) => (WarpSize, MaxNumThreadsPerGroup) = (warpSize, mostThreads);
}
