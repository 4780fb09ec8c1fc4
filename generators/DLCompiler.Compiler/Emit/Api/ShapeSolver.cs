using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>How a call finds a symbol: from the length of a span, which is PerUnit · symbol + Offset.</summary>
internal sealed record SymbolSolution(int Symbol, ModelInput Input, Dim PerUnit, Dim Offset);

/// <summary>
/// How a call with spans binds the symbols: those that lengths do not tell are passed as numbers, the last ones first.
/// </summary>
internal sealed class ShapeSolver
{
    private ShapeSolver(IReadOnlyList<int> passed, IReadOnlyList<SymbolSolution> solved)
    {
        Passed = passed;
        Solved = solved;
    }

    /// <summary>The symbols that the caller passes, in their order.</summary>
    public IReadOnlyList<int> Passed { get; }

    /// <summary>The symbols that lengths tell, in the order in which they can be solved.</summary>
    public IReadOnlyList<SymbolSolution> Solved { get; }

    /// <param name="symbols">The model's symbols.</param>
    /// <param name="inputs">What the call takes; symbols that it does not mention stay open.</param>
    public static ShapeSolver Of(IReadOnlyList<string> symbols, IReadOnlyList<ModelInput> inputs)
    {
        var passed = new List<int>();
        var mentioned = new HashSet<string>(
            inputs.SelectMany(i => i.Type.Shape.Dims).SelectMany(d => d.Symbols()), StringComparer.Ordinal);
        while (true)
        {
            var solved = Solve(symbols, inputs, passed);
            var open = Enumerable.Range(0, symbols.Count).Where(s =>
                mentioned.Contains(symbols[s]) && !passed.Contains(s) && solved.All(v => v.Symbol != s)).ToList();
            if (open.Count == 0) return new ShapeSolver([.. passed.OrderBy(s => s)], solved);
            passed.Add(open[open.Count - 1]);
        }
    }

    private static List<SymbolSolution> Solve(IReadOnlyList<string> symbols, IReadOnlyList<ModelInput> inputs, List<int> passed)
    {
        var known = new HashSet<string>(passed.Select(s => symbols[s]), StringComparer.Ordinal);
        var solved = new List<SymbolSolution>();
        bool progress = true;
        while (progress)
        {
            progress = false;
            foreach (var input in inputs)
            {
                var unknown = input.Type.Shape.Count.Symbols().Where(s => !known.Contains(s)).ToList();
                if (unknown.Count != 1 || LinearForm.Of(input.Type.Shape.Count, unknown[0]) is not var (perUnit, offset)) continue;
                solved.Add(new SymbolSolution(symbols.ToList().IndexOf(unknown[0]), input, perUnit, offset));
                known.Add(unknown[0]);
                progress = true;
            }
        }

        return solved;
    }
}
