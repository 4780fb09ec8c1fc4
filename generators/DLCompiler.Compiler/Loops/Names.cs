using System.Text;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Loops;

/// <summary>Hands out identifiers that do not repeat: the second <c>sum</c> is <c>sum2</c>, the second <c>norm1</c> is <c>norm1_2</c>.</summary>
public sealed class Names(params string[] taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    public string Unique(string name)
    {
        string unique = name;
        string separator = name.Length > 0 && char.IsDigit(name[name.Length - 1]) ? "_" : "";
        for (int i = 2; !_taken.Add(unique); i++) unique = $"{name}{separator}{i}";
        return unique;
    }
}

/// <summary>What a node's value is called in the code: the user's own name for it where there is one.</summary>
public static class NodeName
{
    public static string Of(Node node) => node.Op is Stored stored ? stored.StoredName : Camel(Given(node));

    /// <summary>The name that it is made of.</summary>
    public static string Given(Node node) => node.Op switch
    {
        Parameter parameter => parameter.ParameterName.Substring(parameter.ParameterName.LastIndexOf('.') + 1),
        Input input => input.InputName,
        Stored stored => stored.StoredName,
        Result => node.Origin?.Name ?? node.Inputs[0].Op.Name,
        _ => node.Origin?.Name ?? node.Op.Name,
    };

    /// <summary>An identifier that starts in lower case, from any text.</summary>
    public static string Camel(string text)
    {
        var name = new StringBuilder();
        bool upper = false;
        foreach (char c in text)
        {
            bool valid = c is '_' || char.IsLetterOrDigit(c);
            if (!valid || (name.Length == 0 && char.IsDigit(c)))
            {
                upper = name.Length > 0;
                continue;
            }

            name.Append(name.Length == 0 ? char.ToLowerInvariant(c) : upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return name.Length == 0 ? "value" : name.ToString();
    }
}
