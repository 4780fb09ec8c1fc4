namespace DLCompiler.Runtime;

/// <summary>
/// A gate that one thread waits at and another opens: it spins briefly, then parks. It closes behind who passes.
/// </summary>
internal sealed class Gate
{
    private const int Closed = 0;
    private const int Opened = 1;
    private const int Parked = 2;

    // Some hundred microseconds: a pause takes some 40 ns on recent processors. Kernels of one step follow each other
    // closer than that, even where one runs on a single thread in between, and a thread that parks comes late to the next.
    private const int Spins = 2500;

    private readonly object _parking = new();
    private int _state;

    /// <summary>Lets the waiting thread pass, or the next one that comes.</summary>
    public void Open()
    {
        if (Interlocked.Exchange(ref _state, Opened) != Parked) return;
        lock (_parking) Monitor.Pulse(_parking);
    }

    /// <summary>Waits until the gate is open.</summary>
    public void Pass()
    {
        for (var i = 0; i < Spins && Volatile.Read(ref _state) == Closed; i++) Thread.SpinWait(1);
        if (Interlocked.CompareExchange(ref _state, Parked, Closed) == Closed) Park();

        // A full fence: what was published before a second opening, which this may undo, is seen by who passes.
        Interlocked.Exchange(ref _state, Closed);
    }

    private void Park()
    {
        lock (_parking)
        {
            while (Volatile.Read(ref _state) == Parked) Monitor.Wait(_parking);
        }
    }
}
