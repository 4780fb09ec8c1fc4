using System.Globalization;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>Looks for a smaller network that still fails.</summary>
internal static class Shrinker
{
    private const int MaxRounds = 30;
    private static int NameCount;

    /// <summary>The smallest network found, and what is wrong with it.</summary>
    public static (ModelSource Source, string Failure) Shrink(Network network, string failure)
    {
        var source = network.ToSource("Original");
        for (int round = 0; round < MaxRounds; round++)
        {
            var candidates = Smaller(network).Select(n => (Network: n, Name: NextName())).ToList();
            if (candidates.Count == 0) break;
            var models = ModelAssembly.Compile([.. candidates.Select(c => c.Network.ToSource(c.Name))]);
            var failing = candidates
                .Select(c => (c.Network, c.Name, Failure: NetworkCheck.Failure(models, c.Name, c.Network)))
                .FirstOrDefault(c => c.Failure is not null);
            if (failing.Failure is null) break;
            (network, failure, source) = (failing.Network, failing.Failure, failing.Network.ToSource(failing.Name));
        }

        return (source, failure);
    }

    /// <summary>Fewer results; a result's operands instead of it; an operand of the same shape instead of an
    /// expression.</summary>
    private static IEnumerable<Network> Smaller(Network network)
    {
        if (network.Results.Count > 1)
            foreach (var result in network.Results) yield return new Network([result]);
        foreach (var result in network.Results)
        {
            foreach (var operand in result.Operands.Where(o => o.Operands.Count > 0))
                yield return new Network([.. network.Results.Select(r => r == result ? operand : r).Distinct()]);
        }

        foreach (var expression in network.Expressions)
        {
            foreach (var operand in expression.Operands.Where(o => o.Shape == expression.Shape && o.Input is null))
            {
                if (network.Results.Contains(expression)) continue;
                yield return Replace(network, expression, operand);
            }
        }
    }

    private static Network Replace(Network network, Expression replaced, Expression by)
    {
        var copies = new Dictionary<Expression, Expression>();
        foreach (var expression in network.Expressions)
        {
            copies[expression] = expression == replaced ? copies[by]
                : expression.Operands.Count == 0 ? expression
                : expression.On([.. expression.Operands.Select(o => copies[o])]);
        }

        return new Network([.. network.Results.Select(r => copies[r])]);
    }

    private static string NextName() =>
        "Shrunk" + Interlocked.Increment(ref NameCount).ToString(CultureInfo.InvariantCulture);
}
