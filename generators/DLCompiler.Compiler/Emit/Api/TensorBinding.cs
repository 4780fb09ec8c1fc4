using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes how the axes of tensors bind the symbols: an axis that is a symbol binds it; of one that is scale · symbol + offset, it
/// is solved; all others are checked.
/// </summary>
internal sealed class TensorBinding(ModelLayout layout, IReadOnlyList<(string Name, Shape Shape, string Lengths)> tensors)
{
    private readonly List<string> _symbols = [.. layout.Symbols];

    /// <summary>Whether the tensors' axes tell every symbol that they mention.</summary>
    public bool IsComplete => Mentioned.All(Statements().Known.Contains);

    private IEnumerable<string> Mentioned => tensors.SelectMany(t => t.Shape.Dims).SelectMany(d => d.Symbols());

    public void Write(CodeWriter code) => code.Lines(Statements().Lines);

    /// <summary>A size over the symbols that are bound.</summary>
    public string Size(Dim size) => Literals.Size(Bound(size));

    /// <summary>The same as an <c>int</c>.</summary>
    public string Int(Dim size) => Literals.Int(Bound(size));

    private Dim Bound(Dim size) => size.Substitute(s => Dim.Symbol($"__binding[{_symbols.IndexOf(s)}]"));

    private (List<string> Lines, HashSet<string> Known) Statements()
    {
        var lines = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            lines.Add($"__binding.Tensor({Described(tensor)}, [{string.Join(", ", tensor.Shape.Dims.Select(Expected))}]);");
            known.UnionWith(tensor.Shape.Dims.Select(d => d.SymbolName).OfType<string>());
        }

        var open = tensors.SelectMany(t => t.Shape.Dims.Select((Size, Axis) => (Tensor: t, Axis, Size)))
            .Where(a => !a.Size.IsConstant && a.Size.SymbolName is null).ToList();
        while (open.Count > 0)
        {
            var next = open.FirstOrDefault(a => a.Size.Symbols().All(known.Contains));
            if (next.Size is not null)
            {
                lines.Add($"__binding.Axis({Described(next.Tensor)}, {next.Axis}, {Size(next.Size)});");
            }
            else
            {
                next = open.FirstOrDefault(a => Solution(a.Size, known) is not null);
                if (next.Size is null) break;
                var (symbol, scale, offset) = Solution(next.Size, known)!.Value;
                lines.Add($"__binding.SolveAxis({_symbols.IndexOf(symbol)}, {Described(next.Tensor)}, {next.Axis}, {Size(scale)}, {Size(offset)});");
                known.Add(symbol);
            }

            open.Remove(next);
        }

        return (lines, known);
    }

    private static (string Symbol, Dim Scale, Dim Offset)? Solution(Dim size, HashSet<string> known)
    {
        var unknown = size.Symbols().Where(s => !known.Contains(s)).ToList();
        if (unknown.Count != 1) return null;
        return LinearForm.Of(size, unknown[0]) is var (scale, offset) ? (unknown[0], scale, offset) : null;
    }

    private string Expected(Dim size) =>
        size.IsConstant ? Literals.Size(size)
        : size.SymbolName is { } symbol ? $"~{_symbols.IndexOf(symbol)}L"
        : "global::DLCompiler.Runtime.ShapeBinding.Later";

    private static string Described((string Name, Shape Shape, string Lengths) tensor) =>
        $"{Literals.Text(tensor.Name)}, {Literals.Text(tensor.Shape.ToString())}, {tensor.Lengths}";
}

/// <summary>A size as scale · symbol + offset.</summary>
internal static class LinearForm
{
    /// <summary>Scale and offset, free of the symbol; null where the size is no such form.</summary>
    public static (Dim Scale, Dim Offset)? Of(Dim size, string symbol)
    {
        var offset = size.Substitute(s => s == symbol ? Dim.Zero : null);
        var scale = size.Substitute(s => s == symbol ? Dim.One : null) - offset;
        return (scale * Dim.Symbol(symbol)) + offset == size ? (scale, offset) : null;
    }
}
