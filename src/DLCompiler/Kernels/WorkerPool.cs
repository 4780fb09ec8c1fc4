using System.Runtime.ExceptionServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Threads that run parts of one job at a time, the caller's thread among them. The others are background threads, made
/// when first needed and parked when idle. Running a job allocates nothing.
/// </summary>
/// <remarks>
/// The parts are the same for the same job, but who runs a part is not: each thread takes the next one. So a job ends
/// early when a thread wakes late, because the machine has other things to do, and the caller has done its part
/// meanwhile.
/// </remarks>
internal sealed class WorkerPool
{
    [ThreadStatic]
    private static ScratchNeeds? OfPart;

    [ThreadStatic]
    private static ScratchNeeds? OfCaller;

    private readonly List<Helper> _helpers = [];
    private readonly Gate _finished = new();
    private Job _job;
    private ScratchNeeds _needs = new();
    private int _unfinished;
    private int _busy;
    private ExceptionDispatchInfo? _failure;

    // The job's number above, the parts that nobody has taken below: a thread that comes late takes nothing of a job
    // that is over, nor reads one that is being replaced.
    private long _ticket;

    /// <summary>Where the part of a job that this thread runs says what memory it needs; null if it runs none.</summary>
    public static ScratchNeeds? NeedsOfPart => OfPart;

    /// <summary>
    /// Runs all parts of a job and returns when the last has ended; false if the pool is busy, and then nothing has
    /// run.
    /// </summary>
    /// <remarks>An exception of a part surfaces here, once every part has ended.</remarks>
    public bool TryRun(in Job job)
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return false;
        try
        {
            var helpers = job.Threads - 1;
            var hasGrown = Grow(helpers);
            _job = job;
            _needs = OfCaller ??= new ScratchNeeds();
            _unfinished = job.Parts;
            Volatile.Write(ref _ticket, (((_ticket >> 32) + 1) << 32) | (uint)job.Parts);
            for (var helper = 0; helper < helpers; helper++) _helpers[helper].Start.Open();
            if (!TakeParts()) _finished.Pass();
            if (_needs.TakeGrowth() || hasGrown) MeetNeeds();

            var failure = _failure;
            _failure = null;
            failure?.Throw();
            return true;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private bool Grow(int helpers)
    {
        if (_helpers.Count >= helpers) return false;
        while (_helpers.Count < helpers)
        {
            var helper = new Helper(new Gate(), new ScratchSlots());
            _helpers.Add(helper);
            var name = $"DLCompiler worker {_helpers.Count}";
            new Thread(() => Help(helper)) { IsBackground = true, Name = name }.Start();
        }

        return true;
    }

    private void Help(Helper helper)
    {
        Scratch.Slots = helper.Memory;
        while (true)
        {
            helper.Start.Pass();
            if (TakeParts()) _finished.Open();
        }
    }

    /// <summary>Between two jobs: no part runs, so the memory of a helper may be replaced by the caller.</summary>
    private void MeetNeeds()
    {
        _needs.Meet(Scratch.Slots);
        foreach (var helper in _helpers) _needs.Meet(helper.Memory);
    }

    /// <summary>Runs parts until all are taken; whether one that it ran was the last to end.</summary>
    private bool TakeParts()
    {
        var last = false;
        while (TryTake(out var part))
        {
            RunGuarded(part);
            last = Interlocked.Decrement(ref _unfinished) == 0;
        }

        return last;
    }

    private bool TryTake(out int part)
    {
        var ticket = Volatile.Read(ref _ticket);
        while ((uint)ticket != 0)
        {
            var seen = Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket);
            if (seen == ticket) break;
            ticket = seen;
        }

        part = (int)(uint)ticket - 1;
        return part >= 0;
    }

    private void RunGuarded(int part)
    {
        OfPart = _needs;
        try
        {
            _job.Run(part);
        }
#pragma warning disable CA1031 // Whatever a kernel throws belongs to the caller of the job, not to a worker thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
        finally
        {
            OfPart = null;
        }
    }

    /// <summary>A thread of the pool: what wakes it, and its memory.</summary>
    private sealed record Helper(Gate Start, ScratchSlots Memory);
}
