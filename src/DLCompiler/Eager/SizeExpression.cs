using System.Globalization;

namespace DLCompiler;

/// <summary>
/// Size expressions in texts, such as <c>2*T+1</c> or <c>(T-1)/2</c>: integers, symbols, + − * / % and parentheses, and
/// comparisons of two. The slash is floor division. An expression is evaluated as it is read.
/// </summary>
internal ref struct SizeExpression
{
    private readonly ReadOnlySpan<char> _text;
    private readonly IReadOnlyDictionary<string, long> _symbols;
    private int _position;

    private SizeExpression(string text, IReadOnlyDictionary<string, long> symbols)
    {
        _text = text;
        _symbols = symbols;
    }

    /// <summary>The value.</summary>
    /// <exception cref="ArgumentException">The text is no expression, or a symbol in it is not bound.</exception>
    public static long Evaluate(string text, IReadOnlyDictionary<string, long> symbols)
    {
        var expression = new SizeExpression(text, symbols);
        long value = expression.Sum();
        return expression.Peek() == '\0' ? value : throw expression.Malformed();
    }

    /// <summary>Whether a comparison, such as <c>D % Heads == 0</c>, holds.</summary>
    /// <exception cref="ArgumentException">The text is no comparison, or a symbol in it is not bound.</exception>
    public static bool Compare(string text, IReadOnlyDictionary<string, long> symbols)
    {
        var expression = new SizeExpression(text, symbols);
        long left = expression.Sum();
        char first = expression.Peek();
        expression._position++;
        bool orEqual = expression.Peek() == '=';
        if (orEqual) expression._position++;
        long right = expression.Sum();
        if (expression.Peek() != '\0') throw expression.Malformed();
        return (first, orEqual) switch
        {
            ('=', true) => left == right,
            ('!', true) => left != right,
            ('<', _) => left < right || (orEqual && left == right),
            ('>', _) => left > right || (orEqual && left == right),
            _ => throw expression.Malformed(),
        };
    }

    /// <summary>Whether the text is nothing but a symbol.</summary>
    public static bool IsSymbol(string text) =>
        text.Length > 0 && IsNameStart(text[0]) && text.All(c => IsNameStart(c) || char.IsAsciiDigit(c));

    /// <summary>The first symbol in the text that is not bound; null where all are.</summary>
    public static string? Unbound(string text, IReadOnlyDictionary<string, long> symbols)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsNameStart(text[i])) continue;
            int start = i;
            while (i < text.Length && (IsNameStart(text[i]) || char.IsAsciiDigit(text[i]))) i++;
            if (!symbols.ContainsKey(text[start..i])) return text[start..i];
        }

        return null;
    }

    /// <summary>
    /// The value of <paramref name="symbol"/>, at least 1, for which the text, which is linear in it, gives
    /// <paramref name="target"/>; null where there is none.
    /// </summary>
    public static long? Solve(string text, string symbol, long target, IReadOnlyDictionary<string, long> symbols)
    {
        var trial = new Dictionary<string, long>(symbols, StringComparer.Ordinal);
        long at1 = At(1), slope = At(2) - at1;
        if (slope == 0) return null;
        long solution = 1 + ((target - at1) / slope);
        return solution >= 1 && At(solution) == target ? solution : null;

        long At(long value)
        {
            trial[symbol] = value;
            return Evaluate(text, trial);
        }
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static long FloorDivide(long left, long right)
    {
        long quotient = left / right;
        return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    private long Sum()
    {
        long value = Product();
        while (Peek() is '+' or '-')
        {
            bool adds = _text[_position++] == '+';
            long operand = Product();
            value = checked(adds ? value + operand : value - operand);
        }

        return value;
    }

    private long Product()
    {
        long value = Factor();
        while (Peek() is '*' or '/' or '%')
        {
            char sign = _text[_position++];
            long operand = Factor();
            if (sign != '*' && operand == 0) throw new ArgumentException($"'{_text}' divides by 0.");
            value = sign switch
            {
                '*' => checked(value * operand),
                '/' => FloorDivide(value, operand),
                _ => value - (operand * FloorDivide(value, operand)),
            };
        }

        return value;
    }

    private long Factor()
    {
        char next = Peek();
        if (next == '-')
        {
            _position++;
            return -Factor();
        }

        if (next == '(')
        {
            _position++;
            long value = Sum();
            if (Peek() != ')') throw Malformed();
            _position++;
            return value;
        }

        int start = _position;
        while (_position < _text.Length && (IsNameStart(_text[_position]) || char.IsAsciiDigit(_text[_position])))
            _position++;
        var word = _text[start.._position];
        if (word.IsEmpty) throw Malformed();
        if (!IsNameStart(word[0]))
        {
            return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw Malformed();
        }

        return _symbols.TryGetValue(word.ToString(), out long size)
            ? size
            : throw new ArgumentException($"The symbol '{word}' in '{_text}' is not bound.");
    }

    private char Peek()
    {
        while (_position < _text.Length && _text[_position] == ' ') _position++;
        return _position < _text.Length ? _text[_position] : '\0';
    }

    private readonly ArgumentException Malformed() =>
        new($"'{_text}' is no size expression: error at character {_position + 1}.");
}
