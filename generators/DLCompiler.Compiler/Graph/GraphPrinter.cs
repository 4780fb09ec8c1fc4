using System.Text;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// A graph as text, one line a node: <c>%3 [N, 128] = Relu(%2)</c>, then one line an output. The text depends on the
/// graph alone. Tensors that are one number everywhere appear as that number where they are used; the step of a scan is
/// indented below it.
/// </summary>
public static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        var names = Nodes(graph.Nodes, "", text);
        foreach (var output in graph.Outputs) text.Append(Line(output, names)).Append('\n');
        return text.ToString();
    }

    private static Dictionary<Node, string> Nodes(IEnumerable<Node> nodes, string indent, StringBuilder text)
    {
        var names = new Dictionary<Node, string>();
        int count = 0;
        foreach (var node in nodes)
        {
            if (Build.FilledWith(node) is { } number)
            {
                names[node] = number.ToString()!;
                continue;
            }

            string name = names[node] = $"%{count++}";
            text.Append($"{indent}{name} {Types(node)} = {Call(node, names)}\n");
            if (node.Op is Scan scan) Step(scan, indent + "    ", text);
        }

        return names;
    }

    private static void Step(Scan scan, string indent, StringBuilder text)
    {
        var nodes = scan.Step.Parameters.Concat(Graph.TopologicalOrder(scan.Step.Results)).Distinct();
        var names = Nodes(nodes, indent, text);
        for (int i = 0; i < scan.Step.Results.Count; i++)
            text.Append($"{indent}{(i < scan.States ? "next" : "output")} = {names[scan.Step.Results[i]]}\n");
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
            OutputKind.Tap => $"tap {output.Name}",
            OutputKind.BufferUpdate => $"next {output.Name}",
            _ => $"gradient {output.Name}",
        };
        string value = names[output.Value];
        bool isNumber = Build.FilledWith(output.Value) is not null;
        return isNumber ? $"{what} = {output.Value.Type} of {value}" : $"{what} = {value}";
    }
}
