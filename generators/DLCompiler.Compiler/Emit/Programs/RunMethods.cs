using System.Text.RegularExpressions;
using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A method with the calls of something that repeats.</summary>
internal sealed record RunMethod(string Name, string Summary, IReadOnlyList<(string Type, string Name)> Parameters, string Body)
{
    public void Write(CodeWriter code)
    {
        code.Line($"/// <summary>{Summary}</summary>");
        code.Call($"private static void {Name}(", [.. Parameters.Select(p => $"{p.Type} {p.Name}")], ")");
        code.Line("{");
        using (code.Indent()) code.Line(Body.TrimEnd('\n'));
        code.Line("}");
    }
}

/// <summary>The methods of a model for what repeats, each body once: forward is the same in several programs.</summary>
internal sealed class RunMethods
{
    /// <summary>A method stands in a namespace and a class.</summary>
    public const int Margin = 2 * CodeWriter.IndentSize;

    private readonly Dictionary<string, RunMethod> _methods = new(StringComparer.Ordinal);
    private readonly Names _names = new();

    /// <summary>The method with a body, and with what it is passed stored alike; its parameters are those candidates that the body mentions.</summary>
    public RunMethod Use(
        string name, string summary, IReadOnlyList<(string Type, string Name)> candidates, string body, out bool isNew)
    {
        var words = new HashSet<string>(Words(body), StringComparer.Ordinal);
        (string Type, string Name)[] parameters = [.. candidates.Where(c => words.Contains(c.Name))];
        string key = string.Concat(parameters.Where(p => p.Type is "Halves" or "BFloats").Select(p => $"{p.Type} {p.Name}, ")) + body;
        isNew = !_methods.TryGetValue(key, out var method);
        return method ?? (_methods[key] = new RunMethod(_names.Unique(name), summary, parameters, body));
    }

    /// <summary>The words of code, without those of comments and strings.</summary>
    private static IEnumerable<string> Words(string body) =>
        from Match match in Regex.Matches(body, """
            "(?:[^"\\]|\\.)*"|//[^\n]*|(?<word>@?\w+)
            """)
        where match.Groups["word"].Success
        select match.Value;
}
