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
    private static bool RunsPart;

    private readonly List<Gate> _starts = [];
    private readonly Gate _finished = new();
    private Job _job;
    private int _unfinished;
    private int _busy;
    private ExceptionDispatchInfo? _failure;

    // The job's number above, the parts that nobody has taken below: a thread that comes late takes nothing of a job
    // that is over, nor reads one that is being replaced.
    private long _ticket;

    /// <summary>Whether this thread runs a part of a job.</summary>
    public static bool IsInPart => RunsPart;

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
            Grow(helpers);
            _job = job;
            _unfinished = job.Parts;
            Volatile.Write(ref _ticket, (((_ticket >> 32) + 1) << 32) | (uint)job.Parts);
            for (var helper = 0; helper < helpers; helper++) _starts[helper].Open();
            if (!TakeParts()) _finished.Pass();

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

    private void Grow(int helpers)
    {
        while (_starts.Count < helpers)
        {
            var start = new Gate();
            _starts.Add(start);
            var name = $"DLCompiler worker {_starts.Count}";
            new Thread(() => Help(start)) { IsBackground = true, Name = name }.Start();
        }
    }

    private void Help(Gate start)
    {
        while (true)
        {
            start.Pass();
            if (TakeParts()) _finished.Open();
        }
    }

    /// <summary>Runs parts until all are taken; whether one that it ran was the last to end.</summary>
    private bool TakeParts()
    {
        var last = false;
        Scratch.Prepare();
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
        RunsPart = true;
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
            RunsPart = false;
        }
    }
}
