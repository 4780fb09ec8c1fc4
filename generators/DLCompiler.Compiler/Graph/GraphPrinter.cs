using System.Text;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// A graph as text, one line a node: <c>%3 [N, 128] = Relu(%2)</c>, then one line an output. The text depends on the
/// graph alone. Tensors that are one number everywhere appear as that number where they are used.
/// </summary>
public static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var names = new Dictionary<Node, string>();
        var text = new StringBuilder();
        foreach (var node in graph.Nodes)
        {
            if (Build.FilledWith(node) is { } number)
            {
                names[node] = number.ToString()!;
                continue;
            }

            string name = names[node] = "%" + text.ToString().Count(c => c == '\n');
            text.Append(name).Append(' ').Append(Types(node)).Append(" = ").Append(Call(node, names)).Append('\n');
        }

        foreach (var output in graph.Outputs) text.Append(Line(output, names)).Append('\n');
        return text.ToString();
    }

    private static string Types(Node node) =>
        node.Types.Count == 1 ? node.Type.ToString() : $"({string.Join(", ", node.Types)})";

    private static string Call(Node node, Dictionary<Node, string> names)
    {
        var arguments = node.Inputs.Select(i => names[i]);
        if (node.Op.Attributes.Length > 0) arguments = arguments.Append(node.Op.Attributes);
        return $"{node.Op.Name}({string.Join(", ", arguments)})";
    }

    private static string Line(Output output, Dictionary<Node, string> names)
    {
        string what = output.Kind switch
        {
            OutputKind.Result => $"result {output.Name}",
            OutputKind.Loss or OutputKind.LossPart => $"loss {output.Name}",
            OutputKind.BufferUpdate => $"next {output.Name}",
            _ => $"gradient {output.Name}",
        };
        string value = names[output.Value];
        bool isNumber = Build.FilledWith(output.Value) is not null;
        return isNumber ? $"{what} = {output.Value.Type} of {value}" : $"{what} = {value}";
    }
}
