using System.Text;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Loops;

/// <summary>Hands out identifiers that do not repeat: the second <c>sum</c> is <c>sum2</c>, the second <c>norm1</c> is <c>norm1_2</c>.</summary>
/// <param name="taken">Names that are not handed out; <c>@</c> before one is no part of it.</param>
public sealed class Names(params string[] taken)
{
    private readonly HashSet<string> _taken = new(taken.Select(n => n.TrimStart('@')), StringComparer.Ordinal);

    /// <param name="name">What is wished for.</param>
    /// <param name="prefixes">What may stand before the name: these names are handed out, too.</param>
    public string Unique(string name, params string[] prefixes)
    {
        string unique = name;
        string separator = name.Length > 0 && char.IsDigit(name[name.Length - 1]) ? "_" : "";
        for (int i = 2; IsTaken(unique, prefixes); i++) unique = $"{name}{separator}{i}";
        _taken.UnionWith(prefixes.Select(p => p + unique));
        _taken.Add(unique);
        return unique;
    }

    private bool IsTaken(string name, string[] prefixes) => _taken.Contains(name) || prefixes.Any(p => _taken.Contains(p + name));
}

/// <summary>What kernels call by the same names in every model: their methods, what these are passed, and the axes.</summary>
public static class KernelWords
{
    public static readonly string[] All =
    [
        "Run", "Apply", "value", "outer", "inner", "row", "column", "lanes", "start", "end", "item", "team", "i", "k",
        .. Enumerable.Range(0, Shape.MaxRank).SelectMany(axis => new[] { $"i{axis}", $"k{axis}" }),
    ];
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
