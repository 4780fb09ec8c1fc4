namespace DLCompiler.Gpu;

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;

/// <summary>
/// An accelerator as kernels are launched on it: all on one stream, each loaded once per accelerator. How many threads work on
/// an item follows from its sizes; nothing is read back.
/// </summary>
internal sealed class Device : IDisposable
{
    /// <summary>The most threads of a group that kernels are written for.</summary>
    public const int MostThreads = 256;

    private const long WorkspaceAlignment = 64;

    private static readonly ConditionalWeakTable<Accelerator, Dictionary<(Type, string), object>> Loaded = new();

    private readonly Dictionary<(Type, string), object> _kernels;
    private readonly long _memoryLimit;
    private MemoryBuffer1D<float, Stride1D.Dense> _workspace;
    private MemoryBuffer1D<float, Stride1D.Dense> _reserve;
    private long _allocated;

    public Device(Accelerator accelerator, GpuOptions options)
    {
        Accelerator = accelerator;
        Options = options;
        Stream = accelerator.CreateStream();
        _kernels = Loaded.GetValue(accelerator, _ => new());
        int most = Math.Min(accelerator.MaxNumThreadsPerGroup, MostThreads);
        GroupSize = options.GroupSize ?? most;
        if (GroupSize > most || GroupSize < 1)
            throw new GpuException($"A group of {GroupSize} threads: {accelerator.Name} allows 1 to {most}.");
        if (GroupSize > accelerator.WarpSize) GroupSize -= GroupSize % accelerator.WarpSize;
        _memoryLimit = Math.Min(accelerator.MemorySize, options.MemoryLimit ?? long.MaxValue);
        _workspace = Allocate(Math.Max(1, options.WorkspaceFloats), "workspace");
    }

    public Accelerator Accelerator { get; }

    public GpuOptions Options { get; }

    public AcceleratorStream Stream { get; }

    /// <summary>The threads of a group.</summary>
    public int GroupSize { get; }

    /// <summary>The threads that the accelerator is to be kept busy with: some groups a multiprocessor.</summary>
    public int Enough => 4 * GroupSize * Math.Max(1, Accelerator.NumMultiprocessors);

    /// <summary>The bytes that are left.</summary>
    public long Free => _memoryLimit - _allocated;

    /// <summary>Memory of the device, not initialised.</summary>
    /// <exception cref="GpuException">There is too little.</exception>
    public MemoryBuffer1D<float, Stride1D.Dense> Allocate(long floats, string what, Func<string> advice = null)
    {
        long bytes = Math.Max(1, floats) * sizeof(float);
        Exception cause = null;
        if (bytes <= Free)
        {
            try
            {
                var buffer = Accelerator.Allocate1D<float>(Math.Max(1, floats));
                _allocated += bytes;
                return buffer;
            }
            catch (Exception e) when (e is AcceleratorException or OutOfMemoryException)
            {
                cause = e;
            }
        }

        string free = Free < long.MaxValue / 2 ? $", and {Text(Math.Max(0, Free))} are free" : "";
        throw new GpuException(
            $"{Accelerator.Name} has too little memory: the {what} takes {Text(bytes)}{free}.{advice?.Invoke()}", cause);
    }

    /// <summary>Gives memory back.</summary>
    public void Release(MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        if (buffer is null) return;
        _allocated -= buffer.Length * sizeof(float);
        buffer.Dispose();
    }

    /// <summary>Memory for what lasts until the next kernel that asks for some.</summary>
    public Floats Workspace(long floats)
    {
        if (_workspace.Length < floats)
        {
            Stream.Synchronize();
            Release(_workspace);
            _workspace = Allocate((floats + WorkspaceAlignment - 1) / WorkspaceAlignment * WorkspaceAlignment, "workspace");
        }

        return new Floats(_workspace.View.BaseView, 0);
    }

    /// <summary>Memory for what lasts until the next call of this method.</summary>
    public Floats Reserve(long floats)
    {
        if (_reserve is null || _reserve.Length < floats)
        {
            Stream.Synchronize();
            Release(_reserve);
            _reserve = Allocate(floats, "workspace");
        }

        return new Floats(_reserve.View.BaseView, 0);
    }

    /// <summary>The floats of workspace that take no allocation.</summary>
    public long WorkspaceLength => _workspace.Length;

    /// <summary>A pointer that a kernel may be passed: anywhere, for one that points nowhere and is not read.</summary>
    public Floats Valid(Floats pointer) => pointer.IsNull ? Workspace(0) : pointer;

    /// <inheritdoc cref="Valid(Floats)"/>
    public P Valid<P>(P pointer) where P : struct, IElements<P> => pointer.IsNull ? default(P).In(Workspace(0)) : pointer;

    /// <inheritdoc cref="Valid(Floats)"/>
    public Ints Valid(Ints pointer) => pointer.IsNull ? (Ints)Workspace(0) : pointer;

    /// <summary>Writes a number to so many elements.</summary>
    public void Fill<P>(P target, float value, long count) where P : struct, IElements<P> => Map(new Filling<P>(target, value), count);

    /// <summary>A thread an item.</summary>
    public void Map<K>(in K kernel, long items) where K : struct, IMap
    {
        if (items > 0) Load<Action<AcceleratorStream, Index1D, K>>(
            nameof(Entry.Map), static a => a.LoadAutoGroupedKernel<Index1D, K>(Entry.Map))(Stream, checked((int)items), kernel);
    }

    /// <summary>Items that each reduce over <paramref name="depth"/> neighbours in memory.</summary>
    public void Rows<K>(in K kernel, long items, long depth) where K : struct, IRows
    {
        int warp = Accelerator.WarpSize;
        if (items == 0) return;
        if (2 * depth <= warp || GroupSize < warp) Solo(kernel, items);
        else if (depth <= 32 * warp || items * warp >= Enough)
        {
            int teams = Math.Max(1, GroupSize / warp);
            Load<Action<AcceleratorStream, KernelConfig, K, int>>(
                nameof(Entry.Warps), static a => a.LoadKernel<K, int>(Entry.Warps))(
                Stream, new KernelConfig(Ceiling(items, teams), teams * warp), kernel, checked((int)items));
        }
        else
        {
            Load<Action<AcceleratorStream, KernelConfig, K>>(nameof(Entry.Groups), static a => a.LoadKernel<K>(Entry.Groups))(
                Stream, new KernelConfig(checked((int)items), GroupSize), kernel);
        }
    }

    /// <summary>Items that each reduce over <paramref name="depth"/> elements, and are neighbours in memory themselves.</summary>
    public void Columns<K>(in K kernel, long items, long depth) where K : struct, IRows
    {
        if (items == 0) return;
        if (depth < 2 * Accelerator.WarpSize || items >= Enough)
        {
            Solo(kernel, items);
            return;
        }

        int lanes = 1, most = Math.Min(Accelerator.WarpSize, GroupSize);
        while (2 * lanes <= most && items % (2 * lanes) == 0) lanes *= 2;
        Load<Action<AcceleratorStream, KernelConfig, K, int>>(nameof(Entry.Columns), static a => a.LoadKernel<K, int>(Entry.Columns))(
            Stream, new KernelConfig(checked((int)(items / lanes)), GroupSize / lanes * lanes), kernel, lanes);
    }

    /// <summary>A kernel of its own kind, loaded once.</summary>
    /// <typeparam name="L">How it is launched, which names its types.</typeparam>
    /// <param name="entry">The entry point.</param>
    /// <param name="load">Loads it.</param>
    public L Load<L>(string entry, Func<Accelerator, L> load) where L : Delegate
    {
        lock (_kernels)
        {
            if (!_kernels.TryGetValue((typeof(L), entry), out object kernel))
                _kernels[(typeof(L), entry)] = kernel = load(Accelerator);
            return (L)kernel;
        }
    }

    public void Dispose()
    {
        Stream.Synchronize();
        Release(_workspace);
        Release(_reserve);
        Stream.Dispose();
    }

    /// <summary>A number of bytes as people read it.</summary>
    public static string Text(long bytes) => bytes < 1 << 20
        ? FormattableString.Invariant($"{bytes / 1024.0:0.#} KiB")
        : FormattableString.Invariant($"{bytes / 1048576.0:0.#} MiB");

    public static int Ceiling(long a, long b) => checked((int)((a + b - 1) / b));

    private void Solo<K>(in K kernel, long items) where K : struct, IRows =>
        Load<Action<AcceleratorStream, Index1D, K>>(
            nameof(Entry.Solo), static a => a.LoadAutoGroupedKernel<Index1D, K>(Entry.Solo))(Stream, checked((int)items), kernel);

    internal struct Filling<P>(P target, float value) : IMap where P : struct, IElements<P>
    {
        public P Target = target;
        public float Value = value;

        public void Run(int item) => Target[item] = Value;
    }
}
