using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// Reads a dimension as users write it in attributes and in <c>Reshape</c>: integers, symbols, <c>+ - * /</c> and
/// parentheses.
/// </summary>
public sealed class DimParser
{
    private readonly string _text;
    private readonly Func<string, Dim?> _symbols;
    private int _position;

    private DimParser(string text, Func<string, Dim?> symbols)
    {
        _text = text;
        _symbols = symbols;
    }

    /// <summary>The dimension, with each symbol replaced by what <paramref name="symbols"/> says.</summary>
    /// <exception cref="ShapeException">
    /// The text is no dimension (DLC0007), has an unknown symbol (DLC0008) or a division whose operands may be negative
    /// (DLC1013).
    /// </exception>
    public static Dim Parse(string text, Func<string, Dim?> symbols)
    {
        var parser = new DimParser(text, symbols);
        try
        {
            var dim = parser.Sum();
            return parser.Peek() == '\0' ? dim : throw parser.Unexpected();
        }
        catch (OverflowException)
        {
            throw new ShapeException("DLC0007", $"'{text}' is no dimension: its numbers are too large");
        }
    }

    /// <summary>The dimension over its own symbols.</summary>
    public static Dim Parse(string text) => Parse(text, Dim.Symbol);

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
        while (Peek() is '*' or '/')
        {
            if (Take() == '*') product *= Operand();
            else product = SizeMath.Divide(product, Operand());
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
                "DLC0008", $"no size is called '{name}': no shape, binding or [Size] property declares it");
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private char Peek()
    {
        while (_position < _text.Length && _text[_position] == ' ') _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private char Take() => _text[_position++];

    private ShapeException Unexpected()
    {
        string found = Peek() == '\0'
            ? "it ends too early"
            : $"'{_text[_position]}' is unexpected at position {_position + 1}";
        return new ShapeException(
            "DLC0007", $"'{_text}' is no dimension: {found}. A dimension is made of integers, symbols, + - * / and ()");
    }
}
