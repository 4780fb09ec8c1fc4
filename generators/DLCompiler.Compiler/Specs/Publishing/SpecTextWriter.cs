using System.Text;
using DLCompiler.Compiler.Emit;

namespace DLCompiler.Compiler.Specs.Publishing;

/// <summary>Writes a spec as words, integers and quoted texts with spaces between them.</summary>
internal sealed class SpecTextWriter : SpecTransfer
{
    private readonly StringBuilder _text = new();

    private SpecTextWriter()
    {
    }

    public static string Write(BlockSpec block)
    {
        var writer = new SpecTextWriter();
        writer.Block(block);
        return writer._text.ToString();
    }

    public static string Write(FunctionSpec function)
    {
        var writer = new SpecTextWriter();
        writer.Function(function);
        return writer._text.ToString();
    }

    protected override string Text(string? value)
    {
        Add(Literals.Text(value!));
        return value!;
    }

    protected override string Id(string? value) => Text(value);

    protected override long Integer(long value)
    {
        Add(Literals.Integer(value));
        return value;
    }

    protected override T Word<T>(T value)
    {
        Add(value.ToString());
        return value;
    }

    protected override void Line()
    {
        if (_text.Length > 0) _text.Append('\n');
    }

    private void Add(string token)
    {
        if (_text.Length > 0 && _text[_text.Length - 1] != '\n') _text.Append(' ');
        _text.Append(token);
    }
}
