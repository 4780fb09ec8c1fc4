using System.Text.RegularExpressions;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// Reads a dimension as users write it in attributes and in <c>Reshape</c>: integers, symbols, <c>+ - * /</c> and
/// parentheses. A requirement compares two of them, which may have <c>%</c>, too.
/// </summary>
public sealed class DimParser
{
    /// <summary>The longer ones first: &lt;= begins like &lt;.</summary>
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _text;
    private readonly Func<string, Dim?> _symbols;
    private readonly bool _isCondition;
    private int _position;

    private DimParser(string text, Func<string, Dim?> symbols, bool isCondition)
    {
        _text = text;
        _symbols = symbols;
        _isCondition = isCondition;
    }

    /// <summary>The dimension, with each symbol replaced by what <paramref name="symbols"/> says.</summary>
    /// <exception cref="ShapeException">
    /// The text is no dimension (DLC0007), has an unknown symbol (DLC0008) or a division whose operands may be negative
    /// (DLC1013).
    /// </exception>
    public static Dim Parse(string text, Func<string, Dim?> symbols)
    {
        var parser = new DimParser(text, symbols, false);
        return parser.Whole(parser.Sum);
    }

    /// <summary>The comparison, with each symbol replaced by what <paramref name="symbols"/> says.</summary>
    /// <exception cref="ShapeException">
    /// The text is no comparison (DLC0018), has an unknown symbol (DLC0008) or a division whose operands may be negative
    /// (DLC1013).
    /// </exception>
    public static StatedCondition ParseCondition(string text, Func<string, Dim?> symbols)
    {
        var names = new List<(string, Dim)>();
        var parser = new DimParser(text, Note, true);
        return parser.Whole(parser.Comparison) with { Names = names };

        Dim? Note(string name)
        {
            var size = symbols(name);
            if (size is not null && !names.Contains((name, size))) names.Add((name, size));
            return size;
        }
    }

    /// <summary>The names in a text, whether the rest of it is right or wrong.</summary>
    public static IEnumerable<string> Names(string text) =>
        Regex.Matches(text, @"[\p{L}_][\p{L}\p{Nd}_]*").Cast<Match>().Select(m => m.Value).Distinct();

    /// <summary>The dimension over its own symbols.</summary>
    public static Dim Parse(string text) => Parse(text, Dim.Symbol);

    private T Whole<T>(Func<T> read)
    {
        try
        {
            var result = read();
            return Peek() == '\0' ? result : throw Unexpected();
        }
        catch (OverflowException)
        {
            throw Wrong("its numbers are too large");
        }
    }

    private StatedCondition Comparison()
    {
        var left = Sum();
        int end = _position;
        Peek();
        int start = _position;
        string? comparison = Comparisons.FirstOrDefault(c => string.CompareOrdinal(_text, start, c, 0, c.Length) == 0);
        if (comparison is null) throw Unexpected();
        _position += comparison.Length;
        var right = Sum();
        return new StatedCondition(
            new Condition(left, comparison, right),
            _text.Substring(0, end).Trim(),
            _text.Substring(start + comparison.Length, _position - start - comparison.Length).Trim());
    }

    private Dim Sum()
    {
        var sum = Product();
        while (Peek() is '+' or '-')
        {
            if (Take() == '+') sum += Product();
            else sum -= Product();
        }

        return sum;
    }

    private Dim Product()
    {
        var product = Operand();
        while (Peek() is '*' or '/' || (_isCondition && Peek() == '%'))
        {
            product = Take() switch
            {
                '*' => product * Operand(),
                '/' => SizeMath.Divide(product, Operand()),
                _ => SizeMath.Remainder(product, Operand()),
            };
        }

        return product;
    }

    private Dim Operand()
    {
        char next = Peek();
        if (next == '-')
        {
            Take();
            return -Operand();
        }

        if (next == '(')
        {
            Take();
            var inner = Sum();
            if (Peek() != ')') throw Unexpected();
            Take();
            return inner;
        }

        int start = _position;
        if (IsDigit(next))
        {
            while (_position < _text.Length && IsDigit(_text[_position])) _position++;
            return long.TryParse(_text.Substring(start, _position - start), out long value)
                ? value
                : throw new OverflowException();
        }

        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] == '_'))
            _position++;
        if (_position == start) throw Unexpected();
        string name = _text.Substring(start, _position - start);
        return _symbols(name)
            ?? throw new ShapeException(
                "DLC0008", $"no size is called '{name}': no shape, binding or [Size] property declares it")
            {
                Part = new TextPart(start, name.Length),
            };
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private char Peek()
    {
        while (_position < _text.Length && _text[_position] == ' ') _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private char Take() => _text[_position++];

    private ShapeException Unexpected() => Peek() == '\0'
        ? Wrong("it ends too early")
        : Wrong($"'{_text[_position]}' is unexpected at position {_position + 1}", new TextPart(_position, 1));

    private ShapeException Wrong(string why, TextPart? part = null) => _isCondition
        ? new("DLC0018", $"'{_text}' is no requirement: {why}. One compares two sizes, as in 'D % Heads == 0' or 'T >= 3'")
        {
            Part = part,
        }
        : new("DLC0007", $"'{_text}' is no dimension: {why}. A dimension is made of integers, symbols, + - * / and ()")
        {
            Part = part,
        };
}
