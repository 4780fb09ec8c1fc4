using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>The place of a thread in its grid.</summary>
public static class Grid
{
    public static int IdxX => GroupThread.Current.Block;
}

/// <summary>The place of a thread in its group.</summary>
public static class Group
{
    public static int IdxX => GroupThread.Current.Index;

    public static int DimX => GroupThread.Current.Group.Threads;

    public static void Barrier() => GroupThread.Current.Group.All.Meet("Group.Barrier");
}

/// <summary>The threads that exchange values.</summary>
public static class Warp
{
    public static int LaneIdx => GroupThread.Current.Index % GroupThread.Current.Group.WarpSize;

    public static int WarpSize => GroupThread.Current.Group.WarpSize;

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged
    {
        var (group, index) = (GroupThread.Current.Group, GroupThread.Current.Index);
        var warp = group.Warps[index / group.WarpSize];
        group.Exchange[index] = variable;
        warp.Meet("Warp.ShuffleXor");
        var value = (T)group.Exchange[index ^ mask]!;
        warp.Meet("Warp.ShuffleXor");
        return value;
    }
}

/// <summary>Memory that a group's threads share. It starts as NaN.</summary>
public static class SharedMemory
{
    public static ArrayView<T> Allocate<T>(int extent)
        where T : unmanaged =>
        GroupThread.Current.Group.Shared<T>(GroupThread.Current.NextAllocation++, extent);

    public static ArrayView<T> GetDynamic<T>()
        where T : unmanaged
    {
        var config = GroupThread.Current.Group.Dynamic;
        int bytes = config.NumElements * config.ElementSize;
        if (bytes == 0) throw new InvalidOperationException("The launch asks for no dynamic shared memory.");
        return GroupThread.Current.Group.Shared<T>(-1, bytes / Unsafe.SizeOf<T>());
    }
}

/// <summary>What a thread of a group knows of itself.</summary>
internal sealed class GroupThread(ThreadGroup group, int index)
{
    [ThreadStatic]
    private static GroupThread? Running;

    public static GroupThread Current => Running ?? throw new InvalidOperationException("Not in an explicitly grouped kernel.");

    public ThreadGroup Group => group;

    public int Index => index;

    public int Block { get; private set; }

    public int NextAllocation { get; set; }

    /// <summary>Runs all blocks of a grid, side by side with the other threads.</summary>
    public void Run(int blocks, Action kernel)
    {
        Running = this;
        try
        {
            for (Block = 0; Block < blocks; Block++)
            {
                NextAllocation = 0;
                kernel();
                group.All.Meet("the kernel's end");
                if (index == 0) group.ClearShared();
                group.All.Meet("the kernel's end");
            }
        }
        catch (MeetingException)
        {
            // Another thread has the cause.
        }
        catch (Exception e)
        {
            group.Fail(e);
        }
        finally
        {
            Running = null;
        }
    }
}

/// <summary>A group of threads.</summary>
internal sealed class ThreadGroup
{
    private readonly Dictionary<int, byte[]> _shared = [];
    private Exception? _failure;

    public ThreadGroup(int threads, int warpSize, SharedMemoryConfig dynamic)
    {
        (Threads, WarpSize, Dynamic) = (threads, warpSize, dynamic);
        All = new Meeting(threads);
        Exchange = new object?[threads];
        Warps = [.. Enumerable.Range(0, (threads + warpSize - 1) / warpSize)
            .Select(w => new Meeting(Math.Min(warpSize, threads - (w * warpSize))))];
    }

    public int Threads { get; }

    public int WarpSize { get; }

    public SharedMemoryConfig Dynamic { get; }

    public Meeting All { get; }

    public Meeting[] Warps { get; }

    public object?[] Exchange { get; }

    /// <summary>Runs a kernel's blocks one after the other.</summary>
    public void Run(int blocks, Action kernel)
    {
        // Not disposed: the last one may still be in its signal.
        var done = new CountdownEvent(Threads);
        var crew = Worker.Take(Threads);
        for (int i = 0; i < Threads; i++)
        {
            var thread = new GroupThread(this, i);
            crew[i].Start(() =>
            {
                thread.Run(blocks, kernel);
                done.Signal();
            });
        }

        done.Wait();
        Worker.Return(crew);
        if (_failure is not null) throw new Runtime.AcceleratorException(_failure.Message, _failure);
    }

    public ArrayView<T> Shared<T>(int allocation, int extent)
        where T : unmanaged
    {
        lock (_shared)
        {
            int bytes = extent * Unsafe.SizeOf<T>();
            if (!_shared.TryGetValue(allocation, out byte[]? memory))
            {
                _shared[allocation] = memory = new byte[bytes];
                Array.Fill(memory, byte.MaxValue);
            }

            return new ArrayView<T>(memory, 0, extent);
        }
    }

    public void ClearShared()
    {
        lock (_shared) _shared.Clear();
    }

    public void Fail(Exception cause)
    {
        Interlocked.CompareExchange(ref _failure, cause, null);
        All.Break();
        foreach (var warp in Warps) warp.Break();
    }
}

/// <summary>A thread that runs groups' threads, kept for the next group.</summary>
internal sealed class Worker
{
    private static readonly Stack<Worker> Idle = [];

    private readonly object _gate = new();
    private Action? _next;

    private Worker() => new Thread(Run) { IsBackground = true }.Start();

    public static Worker[] Take(int count)
    {
        lock (Idle) return [.. Enumerable.Range(0, count).Select(_ => Idle.TryPop(out var worker) ? worker : new Worker())];
    }

    public static void Return(Worker[] workers)
    {
        lock (Idle)
        {
            foreach (var worker in workers) Idle.Push(worker);
        }
    }

    public void Start(Action work)
    {
        lock (_gate)
        {
            _next = work;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (true)
        {
            Action work;
            lock (_gate)
            {
                while (_next is null) Monitor.Wait(_gate);
                (work, _next) = (_next, null);
            }

            work();
        }
    }
}

/// <summary>
/// A place where threads wait for each other: all of them at the same one. They give way rather than sleep, which takes the
/// system a tenth of the time.
/// </summary>
internal sealed class Meeting(int threads)
{
    private string? _where;
    private int _arrived;
    private int _round;
    private volatile bool _isBroken;

    public void Meet(string where)
    {
        if (threads == 1) return;
        int round = Volatile.Read(ref _round);
        string? other = Interlocked.CompareExchange(ref _where, where, null);
        if (other is not null && other != where)
            throw new InvalidOperationException($"Threads of one group wait at {other} and at {where}.");
        if (Interlocked.Increment(ref _arrived) == threads)
        {
            _arrived = 0;
            _where = null;
            Volatile.Write(ref _round, round + 1);
            return;
        }

        while (Volatile.Read(ref _round) == round)
        {
            if (_isBroken) throw new MeetingException();
            Thread.Yield();
        }
    }

    /// <summary>Lets all go, with an exception.</summary>
    public void Break() => _isBroken = true;
}

/// <summary>Another thread of the group has failed.</summary>
internal sealed class MeetingException : Exception;
