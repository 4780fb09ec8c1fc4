namespace DLCompiler.Testing.Tests.Mutations;

/// <summary>
/// Every size, option, op and argument of the sample networks is changed, one at a time. Each mutant gets one error that
/// DLCompiler explains, or compiles to what its own C# computes: there is no error in generated code, no crash, no silence.
/// </summary>
public class MutationTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int InSample = 60;

    [Fact]
    public void A_sample_of_mutants_is_explained_or_right()
    {
        var all = Mutation.All.ToArray();
        new Random(20).Shuffle(all);
        Judge(all.Take(InSample));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_mutant_is_explained_or_right() => Judge(Mutation.All);

    private void Judge(IEnumerable<Mutation> mutations)
    {
        var counts = new SortedDictionary<Verdict, int>();
        var wrong = new List<string>();
        var gate = new Lock();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(mutations, limit, mutation =>
        {
            var (verdict, reason) = Judge(mutation);
            lock (gate)
            {
                counts[verdict] = counts.GetValueOrDefault(verdict) + 1;
                if (verdict == Verdict.Wrong) wrong.Add($"{mutation}\n    {reason}");
            }
        });
        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Key}: {c.Value}")));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Order(StringComparer.Ordinal)));
        Assert.True(counts[Verdict.Refused] > 0 && counts[Verdict.Agrees] > 0);
    }

    private static (Verdict Verdict, string Reason) Judge(Mutation mutation)
    {
        try
        {
            return Mutant.Judge(mutation.Source);
        }
#pragma warning disable CA1031 // Whatever a mutant throws is what the test is about.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (Verdict.Wrong, e.ToString());
        }
    }
}
