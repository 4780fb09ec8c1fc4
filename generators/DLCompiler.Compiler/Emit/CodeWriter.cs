using System.Text;

namespace DLCompiler.Compiler.Emit;

/// <summary>
/// Writes C#: indents by blocks, ends lines with <c>\n</c> and formats numbers invariantly, so that the output depends on
/// nothing but what is written.
/// </summary>
/// <param name="margin">The columns by which the text will be indented where it is put.</param>
public sealed class CodeWriter(int margin = 0)
{
    /// <summary>The longest line, in columns.</summary>
    public const int Width = 120;

    /// <summary>The columns of a step of indentation.</summary>
    public const int IndentSize = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>
    /// Writes one line; a text of several lines is indented line by line, and a line over <see cref="Width"/> columns is
    /// broken at a space.
    /// </summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            foreach (string part in Broken(line))
            {
                if (part.Length > 0) _text.Append(' ', _depth * IndentSize).Append(part);
                _text.Append('\n');
            }
        }
    }

    /// <summary>Writes a line of code with a comment: behind it where it fits, else above.</summary>
    public void Line(string text, string comment)
    {
        string line = comment.Length == 0 ? text : $"{text} // {comment}";
        if (line.Length <= Room) Line(line);
        else Lines([$"// {comment}", text]);
    }

    /// <summary>Writes documentation: on one line where it fits.</summary>
    public void Summary(string text)
    {
        string line = $"/// <summary>{text}</summary>";
        if (line.Length <= Room) Line(line);
        else Lines(["/// <summary>", "/// " + text, "/// </summary>"]);
    }

    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines) Line(line);
    }

    /// <summary>Writes <paramref name="head"/> and an opening brace; disposing writes the closing one.</summary>
    public Scope Block(string head, string close = "}")
    {
        Line(head);
        Line("{");
        _depth++;
        return new Scope(this, close);
    }

    /// <summary>Indents what follows until disposed, and then writes <paramref name="close"/> if there is one.</summary>
    public Scope Indent(string? close = null)
    {
        _depth++;
        return new Scope(this, close);
    }

    /// <summary>Writes a call whose arguments stand one a line where they do not fit into a line.</summary>
    public void Call(string head, IReadOnlyList<string> arguments, string tail)
    {
        string single = $"{head}{string.Join(", ", arguments)}{tail}";
        if (single.Length <= Room)
        {
            Line(single);
            return;
        }

        Line(head.TrimEnd());
        using (Indent())
        {
            var line = new StringBuilder();
            int room = Room - tail.Length;
            for (int i = 0; i < arguments.Count; i++)
            {
                string argument = arguments[i] + (i + 1 < arguments.Count ? "," : tail);
                if (line.Length > 0 && line.Length + 1 + argument.Length > room)
                {
                    Line(line.ToString());
                    line.Clear();
                }

                if (line.Length > 0) line.Append(' ');
                line.Append(argument);
            }

            Line(line.ToString());
        }
    }

    /// <summary>The columns by which the text, as it is indented now, will be indented where it is put.</summary>
    public int Margin => margin + (_depth * IndentSize);

    /// <summary>The columns that a line has.</summary>
    private int Room => Width - Margin;

    public override string ToString() => _text.ToString();

    private IEnumerable<string> Broken(string line) =>
        line.TrimStart(' ').StartsWith("//", StringComparison.Ordinal)
            ? LineBreaker.Comment(line, Room)
            : LineBreaker.Code(line, Room);

    /// <summary>An open block.</summary>
    public readonly struct Scope(CodeWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (close is not null) writer.Line(close);
        }
    }
}
