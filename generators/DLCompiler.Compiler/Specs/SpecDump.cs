using System.Text;

namespace DLCompiler.Compiler.Specs;

/// <summary>A model and the blocks that it reaches as text: declarations a line each, then the bodies.</summary>
public static class SpecDump
{
    public static string Print(LinkedModel linked)
    {
        var text = new StringBuilder();
        Print(linked.Model, "model", text);
        foreach (var block in linked.Blocks) Print(block, block.Checkpoint ? "checkpointed block" : "block", text);
        return text.ToString();
    }

    private static void Print(NetworkSpec network, string kind, StringBuilder text)
    {
        text.Append($"{kind} {network.Type.MetadataName}\n");
        foreach (var layer in network.Layers)
        {
            var arguments = layer.Arguments.Concat(layer.Bindings).Select(a => $"{a.Name}: {SpecPrinter.Print(a.Value)}");
            text.Append($"{(layer.Checkpoint ? "checkpointed " : "")}layer {layer.Member.Name} = {layer.Block ?? layer.Definition}({string.Join(", ", arguments)})\n");
        }

        foreach (var parameter in network.Parameters)
            text.Append($"{(parameter.Trained ? "parameter" : "buffer")} {parameter.Member.Name} [{string.Join(", ", parameter.Shape)}]\n");
        foreach (var size in network.Sizes) text.Append($"size {size.Member.Name}\n");
        foreach (var requirement in network.Requirements) text.Append($"requires {requirement.Text}\n");
        if (network.Forward is { } forward) Print(forward.Body, "forward", text);
        if (network is ModelSpec model)
        {
            foreach (var loss in model.Losses) Print(loss.Entry.Body, Kind(loss), text);
        }

        foreach (var helper in network.Helpers) Print(helper, "helper", text);
    }

    private static string Kind(LossSpec loss)
    {
        string weight = loss.Weight == 1 ? "" : $"{SpecPrinter.Print(loss.Weight)} * ";
        return $"{(loss.Reported ? "reported " : "")}loss {weight}".TrimEnd();
    }

    private static void Print(SpecBody body, string kind, StringBuilder text)
    {
        var parameters = body.Parameters.Select(p => p.Name + (p.Shape is { } shape ? $" [{string.Join(", ", shape)}]" : ""));
        text.Append($"{kind} {body.Name}({string.Join(", ", parameters)})\n");
        foreach (string line in SpecPrinter.Statements(body).TrimEnd('\n').Split('\n')) text.Append("    ").Append(line).Append('\n');
    }
}
