using System.Text;

namespace DLCompiler;

/// <summary>Writes a diagram as a Mermaid flowchart (mermaid.js.org, "Flowcharts - Basic Syntax").</summary>
internal static class DiagramMermaid
{
    public static string Write(DiagramScope scope)
    {
        var text = new StringBuilder("flowchart TB\n");
        Write(text, scope, "n", "  ");
        return text.ToString();
    }

    private static void Write(StringBuilder text, DiagramScope scope, string prefix, string indent)
    {
        for (int i = 0; i < scope.Nodes.Count; i++)
        {
            var node = scope.Nodes[i];
            string id = $"{prefix}{i}", label = string.Join("<br/>", node.Details.Prepend(node.Title).Select(Escape));
            if (node.Inner is { } inner)
            {
                text.Append(indent).Append($"subgraph {id}[\"{label}\"]\n");
                Write(text, inner, id + "_", indent + "  ");
                text.Append(indent).Append("end\n");
            }
            else
            {
                text.Append(indent).Append(node.IsInput ? $"{id}([\"{label}\"])\n" : $"{id}[\"{label}\"]\n");
            }
        }

        foreach (var (from, to) in scope.Edges) text.Append(indent).Append($"{prefix}{from} --> {prefix}{to}\n");
    }

    /// <summary>Signs that end a label, or are taken for markup, by Mermaid's entity codes.</summary>
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .Replace("\n", " ", StringComparison.Ordinal);
}
