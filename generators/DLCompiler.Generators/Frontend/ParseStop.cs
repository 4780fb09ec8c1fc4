using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// Ends the parse of a member at what a network cannot contain. Without a rule, the C# compiler reports the cause.
/// </summary>
internal sealed class ParseStop(string rule, string message, Location location) : Exception(message)
{
    public string Rule { get; } = rule;

    public Location Location { get; } = location;

    /// <summary>An expression or a statement that is no part of a network.</summary>
    public static ParseStop Unsupported(SyntaxNode syntax, string reason) =>
        new("DLC0002", $"'{Excerpt(syntax)}' cannot be part of a network: {reason}", syntax.GetLocation());

    /// <summary>Code that does not compile.</summary>
    public static ParseStop CSharpError(SyntaxNode syntax) => new("", "the code has C# errors", syntax.GetLocation());

    private static string Excerpt(SyntaxNode syntax)
    {
        string text = string.Join(
            " ", syntax.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "…";
    }
}
