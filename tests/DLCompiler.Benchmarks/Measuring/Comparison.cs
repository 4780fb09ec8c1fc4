namespace DLCompiler.Benchmarks;

/// <summary>A line of the table: one piece of work on so many threads, on our side and on the peers'.</summary>
/// <param name="Work">What is done: <c>mlp training, batch 64</c>.</param>
/// <param name="Threads">How many threads.</param>
/// <param name="Flops">Floating-point operations of a call; 0 where they do not count.</param>
/// <param name="Peak">What the machine can do on so many threads, in GFLOP/s.</param>
/// <param name="Microseconds">Our time.</param>
/// <param name="Peers">The peers.</param>
internal sealed record Comparison(
    string Work, int Threads, double Flops, double Peak, double Microseconds, IReadOnlyList<PeerTime> Peers)
{
    /// <summary>Our speed, in GFLOP/s.</summary>
    public double Speed => Flops / Microseconds / 1e3;

    /// <summary>Times a piece of work on all sides.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="flops">Floating-point operations of a call.</param>
    /// <param name="machine">How it is measured, and on what.</param>
    /// <param name="ours">Our side.</param>
    /// <param name="peers">The others.</param>
    public static Comparison Of(string work, double flops, Machine machine, Action ours, params Side[] peers)
    {
        double?[] times = machine.Alternation.Measure([Side.Here(ours), .. peers]);
        var found = peers.Select((peer, i) => new PeerTime(peer.Name, times[i + 1], peer.Problem));
        return new(work, machine.Threads, flops, machine.Peak, times[0]!.Value, [.. found]);
    }

    /// <summary>Our time by a peer's; null where the peer has none.</summary>
    public double? Ratio(PeerTime peer) => Microseconds / peer.Microseconds;
}

/// <summary>A peer's part of a comparison.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Microseconds">Its time; null where it has none.</param>
/// <param name="Problem">Why it has none.</param>
internal sealed record PeerTime(string Name, double? Microseconds, string Problem);

/// <summary>The machine for a number of threads.</summary>
/// <param name="Threads">How many.</param>
/// <param name="Peak">What it can do, in GFLOP/s.</param>
/// <param name="Alternation">How things are timed on it.</param>
internal sealed record Machine(int Threads, double Peak, Alternation Alternation)
{
    /// <summary>Lets kernels use so many threads from now on, and measures what the machine can do.</summary>
    public static Machine With(int threads, Alternation alternation)
    {
        Runtime.Workers.Count = threads;
        return new Machine(threads, Runtime.MachineLimits.Peak(TimeSpan.FromMilliseconds(500)), alternation);
    }
}
