using System.Globalization;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An input of a case; integers are from 0 up to but not including <see cref="Bound"/>.</summary>
public sealed record CaseInput(string Name, TensorType Type, int? Bound);

/// <summary>Reads <see cref="OpCase.Inputs"/>: <c>x: [N, 3]; y: int[N] &lt; 3</c>.</summary>
public static class CaseInputs
{
    /// <exception cref="FormatException">The text declares no inputs.</exception>
    public static IReadOnlyList<CaseInput> Parse(string inputs) =>
        [.. inputs.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    private static CaseInput ParseOne(string text)
    {
        int colon = text.IndexOf(':'), open = text.IndexOf('['), close = text.IndexOf(']');
        if (colon < 0 || open < colon || close < open) throw new FormatException($"'{text}' declares no input.");
        var shape = Shape.Of(text.Substring(open + 1, close - open - 1)
            .Split([','], StringSplitOptions.RemoveEmptyEntries)
            .Select(DimParser.Parse));
        string element = text.Substring(colon + 1, open - colon - 1).Trim(), rest = text.Substring(close + 1).Trim();
        var type = element switch
        {
            "" => TensorType.Float(shape),
            "int" => TensorType.Int(shape),
            _ => throw new FormatException($"'{element}' is no element type."),
        };
        return new CaseInput(text.Substring(0, colon).Trim(), type, ParseBound(rest));
    }

    private static int? ParseBound(string text) => text.Length == 0
        ? null
        : text[0] == '<'
            ? int.Parse(text.Substring(1), CultureInfo.InvariantCulture)
            : throw new FormatException($"'{text}' is no bound.");
}
