using System.Text;

namespace DLCompiler.Compiler.Ops;

/// <summary>Writes docs/ops.md from the registry.</summary>
public static class OpsDocument
{
    public static string Write()
    {
        var text = new StringBuilder();
        Line(text, "# Ops");
        Line(text, "");
        Line(text, "What `using static DLCompiler.Ops` and the operators of `Tensor` offer inside `Forward`, `[Loss]`");
        Line(text, "and helper methods. Names, defaults and conventions are PyTorch's where C# allows. In shape rules");
        Line(text, "`...` stands for any axes. The page is written from the op registry: `DLCOMPILER_UPDATE_DOCS=1`");
        Line(text, "makes the test that compares them write it.");
        foreach (var group in OpRegistry.Groups)
        {
            Line(text, "");
            Line(text, $"## {group.Heading}");
            foreach (var op in group.Ops) Write(text, op);
        }

        Line(text, "");
        Line(text, "## Layers");
        foreach (var layer in OpRegistry.Layers)
        {
            Line(text, "");
            Line(text, $"### [{layer.Name}]");
            Line(text, "");
            Line(text, layer.Summary);
            Line(text, "");
            Line(text, $"- Shapes: {layer.ShapeRule}");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, OpDefinition op)
    {
        Line(text, "");
        Line(text, $"### {op.Name}");
        Line(text, "");
        Line(text, op.Summary);
        Line(text, "");
        Line(text, "```csharp");
        foreach (string signature in op.Signatures) Line(text, signature);
        Line(text, "```");
        Line(text, "");
        if (op.Formula.Length > 0) Line(text, $"- Formula: {op.Formula}");
        Line(text, $"- Shapes: {op.ShapeRule}");
        foreach (var use in op.Cases) Line(text, Describe(use));
    }

    private static string Describe(OpCase use)
    {
        string inputs = use.Inputs.Length == 0 ? "" : $" with `{use.Inputs}`";
        string refused = use.Fails is null ? "" : $"refused, {use.Fails}: ";
        return $"- {refused}`{use.Expression}`{inputs}";
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
