namespace ILGPU.Runtime;

/// <summary>A device.</summary>
public abstract class Device
{
    public abstract Accelerator CreateAccelerator(Context context);
}

/// <summary>What kernels run on. It counts what a training step must not do.</summary>
public abstract class Accelerator : IDisposable
{
    private protected Accelerator() => DefaultStream = new AcceleratorStream(this);

    public string Name => "Stand-in";

    public int WarpSize { get; private protected init; }

    public int MaxNumThreadsPerGroup { get; private protected init; }

    public int MaxSharedMemoryPerGroup { get; private protected init; } = int.MaxValue;

    public long MemorySize { get; private protected init; } = long.MaxValue;

    public int NumMultiprocessors => 1;

    public AcceleratorStream DefaultStream { get; }

    /// <summary>Only here: what was done so far.</summary>
    public Counters Counters { get; } = new();

    /// <summary>Only here: makes the next launch fail, as where a device is lost.</summary>
    public bool IsLost { get; set; }

    public MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(long length)
        where T : unmanaged
    {
        Counters.Allocations++;
        return new MemoryBuffer1D<T, Stride1D.Dense>(length);
    }

    public AcceleratorStream CreateStream() => new(this);

    public void Synchronize() => DefaultStream.Synchronize();

    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>How often something was done.</summary>
public sealed class Counters
{
    public int Allocations { get; internal set; }

    public int Launches { get; internal set; }

    public int Loads { get; internal set; }

    public int Synchronizations { get; internal set; }
}

/// <summary>Work in order. Here, it is done when it is launched.</summary>
public sealed class AcceleratorStream : IDisposable
{
    internal AcceleratorStream(Accelerator accelerator) => Accelerator = accelerator;

    public Accelerator Accelerator { get; }

    public void Synchronize() => Accelerator.Counters.Synchronizations++;

    public void Dispose()
    {
    }
}

/// <summary>A device has failed.</summary>
public class AcceleratorException : Exception
{
    public AcceleratorException()
    {
    }

    public AcceleratorException(string message)
        : base(message)
    {
    }

    public AcceleratorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
