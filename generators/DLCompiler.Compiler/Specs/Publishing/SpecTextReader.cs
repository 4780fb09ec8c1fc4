using System.Globalization;
using System.Text;

namespace DLCompiler.Compiler.Specs.Publishing;

/// <summary>Reads what <see cref="SpecTextWriter"/> writes. White space between the tokens does not matter.</summary>
internal sealed class SpecTextReader : SpecTransfer
{
    private readonly string _text;
    private readonly string _assembly;
    private int _position;

    private SpecTextReader(string text, string assembly) => (_text, _assembly) = (text, assembly);

    /// <exception cref="FormatException">The text is something else.</exception>
    public static BlockSpec ReadBlock(string text, string assembly) =>
        Read(text, assembly, reader => reader.Block(null));

    /// <exception cref="FormatException">The text is something else.</exception>
    public static FunctionSpec ReadFunction(string text, string assembly) =>
        Read(text, assembly, reader => reader.Function(null));

    protected override string Text(string? value)
    {
        var text = new StringBuilder();
        while (true)
        {
            Quoted(text);
            // Where a line is too long, generated code breaks a text into a sum.
            SkipSpace();
            if (_position == _text.Length || _text[_position] != '+') return text.ToString();
            _position++;
        }
    }

    /// <summary>Names what comes from another assembly as it is known outside of that.</summary>
    protected override string Id(string? value) => ForeignName.Of(Text(value), _assembly);

    protected override long Integer(long value) =>
        long.TryParse(Token(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
            ? integer
            : throw Malformed();

    protected override T Word<T>(T value) =>
        Token() is var token && Enum.TryParse(token, out T word) && word.ToString() == token ? word : throw Malformed();

    protected override int Count(int value)
    {
        long count = Integer(0);
        return count >= 0 && count <= _text.Length - _position ? (int)count : throw Malformed();
    }

    private static T Read<T>(string text, string assembly, Func<SpecTextReader, T> read)
    {
        var reader = new SpecTextReader(text, assembly);
        var spec = read(reader);
        reader.SkipSpace();
        return reader._position == text.Length ? spec : throw reader.Malformed();
    }

    private string Token()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(_text[_position])) _position++;
        return _text.Substring(start, _position - start);
    }

    private void Quoted(StringBuilder text)
    {
        SkipSpace();
        if (Next() != '"') throw Malformed();
        for (char c = Next(); c != '"'; c = Next()) text.Append(c == '\\' ? Escaped() : c);
    }

    private char Escaped()
    {
        char c = Next();
        if (c != 'u') return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '"' or '\\' => c, _ => throw Malformed() };
        string digits = string.Concat(Next(), Next(), Next(), Next());
        return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            ? (char)code
            : throw Malformed();
    }

    private char Next() => _position < _text.Length ? _text[_position++] : throw Malformed();

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
    }

    private FormatException Malformed() => new($"No spec goes on like this at character {_position}.");
}
