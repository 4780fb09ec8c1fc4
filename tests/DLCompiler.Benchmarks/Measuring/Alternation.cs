namespace DLCompiler.Benchmarks;

/// <summary>Times sides in turns, so that what else the machine does falls on all of them.</summary>
/// <param name="Rounds">How many turns each side has.</param>
/// <param name="Turn">How long one lasts.</param>
internal sealed record Alternation(int Rounds, TimeSpan Turn)
{
    // Thread pools of the other sides spin for some milliseconds when their work is over.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// For each side, the microseconds of a call: the median of a turn, of the turn that was disturbed least. Null for
    /// a side that is not there.
    /// </summary>
    public double?[] Measure(params IReadOnlyList<Side> sides)
    {
        double?[] best = new double?[sides.Count];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < sides.Count; i++)
            {
                if (sides[i].Run is not { } run) continue;
                Thread.Sleep(Pause);
                double median = Median(run(Turn));

                // The first turn warms up: code is compiled, memory comes.
                if (round >= 0) best[i] = best[i] is { } known ? Math.Min(known, median) : median;
            }
        }

        return best;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
