using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// Binds a pattern's symbols to actual sizes: the pattern <c>[N, 2*T+1]</c> against <c>[B, 9]</c> gives N = B, T = 4.
/// Dimensions with several unknown symbols wait until others have bound them.
/// </summary>
public sealed class Unifier
{
    /// <summary>Marks symbols of the pattern, which may be called like symbols of the actual sizes.</summary>
    private const string Unknown = "?";

    private readonly List<(Dim Pattern, Dim Actual, string What)> _open = [];
    private readonly Dictionary<string, Dim> _bindings = new(StringComparer.Ordinal);
    private readonly Action<Condition, string> _guard;

    /// <param name="guard">Called with what must hold and only a run can decide, and what is wrong where it does not.</param>
    public Unifier(Action<Condition, string> guard) => _guard = guard;

    public IReadOnlyDictionary<string, Dim> Bindings => _bindings;

    /// <summary>Gives a symbol its size.</summary>
    public void Bind(string symbol, Dim size) => _bindings[symbol] = size;

    /// <summary>Adds that a pattern stands for an actual shape; <paramref name="what"/> names it in messages.</summary>
    /// <exception cref="ShapeException">The ranks differ (DLC1006), or a dimension cannot agree (DLC1010).</exception>
    public void Match(Shape pattern, Shape actual, string what)
    {
        if (pattern.Rank != actual.Rank)
            throw new ShapeException(
                "DLC1006", $"{what} is {actual}, of rank {actual.Rank}, but {pattern} is expected");
        for (int axis = 0; axis < pattern.Rank; axis++)
            _open.Add((pattern[axis], actual[axis], $"dimension {axis} of {what}"));
        Solve();
    }

    /// <summary>The symbols that no dimension has bound.</summary>
    public IEnumerable<string> Unbound() => _open.SelectMany(o => Unknowns(Rename(o.Pattern))).Distinct();

    private void Solve()
    {
        bool progress = true;
        while (progress)
        {
            progress = false;
            for (int i = 0; i < _open.Count; i++)
            {
                var (pattern, actual, what) = _open[i];
                if (!TrySolve(Rename(pattern), actual, pattern, what)) continue;
                _open.RemoveAt(i--);
                progress = true;
            }
        }
    }

    private bool TrySolve(Dim renamed, Dim actual, Dim pattern, string what)
    {
        var unknowns = Unknowns(renamed);
        if (unknowns.Count > 1) return false;
        if (unknowns.Count == 1 && !TryBind(renamed, unknowns[0], actual, pattern, what)) return false;
        RequireEqual(Rename(pattern), actual, pattern, what);
        return true;
    }

    /// <summary>Solves a·s + b = actual for s; whether that is exact shows when both sides are compared.</summary>
    private bool TryBind(Dim renamed, string unknown, Dim actual, Dim pattern, string what)
    {
        Dim At(Dim value) => renamed.Substitute(name => name == unknown ? value : null);
        var offset = At(Dim.Zero);
        var factor = At(Dim.One) - offset;
        bool linear = (factor * Dim.Symbol(unknown)) + offset == renamed;
        if (!linear) return false;
        string symbol = unknown.Substring(Unknown.Length);
        _bindings[symbol] = (actual - offset).DivideExactly(factor) ?? Dim.FloorDiv(actual - offset, factor);
        if (offset != Dim.Zero && factor.AtLeast(1)) RequirePositive(symbol, offset, actual, pattern, what);
        return true;
    }

    /// <summary>A symbol is at least 1, so what the pattern adds to it is less than the size.</summary>
    private void RequirePositive(string symbol, Dim offset, Dim actual, Dim pattern, string what)
    {
        var condition = Condition.AtMost(offset + 1, actual);
        if (condition.Holds == true) return;
        string message = $"{what} is {actual}, but {pattern} is expected, with {symbol} at least 1";
        if (condition.Holds == false) throw new ShapeException("DLC1010", message);
        _guard(condition, message);
    }

    private void RequireEqual(Dim expected, Dim actual, Dim pattern, string what)
    {
        var condition = Condition.Equal(expected, actual);
        if (condition.Holds == true) return;
        string named = pattern == expected ? $"{expected}" : $"{pattern} = {expected}";
        if (condition.Holds == false)
            throw new ShapeException("DLC1010", $"{what} is {actual}, but {named} is expected{Known(pattern)}");
        _guard(condition, $"{what} is {actual}, but {named} is expected");
    }

    private string Known(Dim pattern)
    {
        if (pattern.SymbolName is not null) return "";
        var symbols = pattern.Symbols().Where(_bindings.ContainsKey).Select(s => $"{s} = {_bindings[s]}").ToList();
        return symbols.Count == 0 ? "" : $" ({string.Join(", ", symbols)})";
    }

    private Dim Rename(Dim pattern) =>
        pattern.Substitute(name => _bindings.TryGetValue(name, out var size) ? size : Dim.Symbol(Unknown + name));

    private static List<string> Unknowns(Dim renamed) =>
        [.. renamed.Symbols().Where(s => s.StartsWith(Unknown, StringComparison.Ordinal))];
}
