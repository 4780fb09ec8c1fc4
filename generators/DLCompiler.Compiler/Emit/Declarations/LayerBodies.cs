using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>What layers, parameters and sizes are when the network runs eagerly.</summary>
/// <param name="writer">Where to.</param>
/// <param name="network">The model or block.</param>
/// <param name="layers">The layers of a model as it was traced, whose shapes go into their documentation.</param>
internal sealed class LayerBodies(CodeWriter writer, NetworkSpec network, IReadOnlyList<TracedLayer> layers)
{
    private const string Scope = "__scope";

    public void Write()
    {
        foreach (var layer in network.Layers)
        {
            writer.Line();
            if (layer.Block is null) Layer(layer);
            else Block(layer);
        }

        foreach (var parameter in network.Parameters)
            Property(parameter.Member, $"{Scope}.Parameter({Literals.Text(parameter.Member.Name)})");
        foreach (var size in network.Sizes)
            Property(size.Member, $"{Scope}.Size({Literals.Text(size.Member.Name)})");
    }

    private void Property(MemberSpec member, string value)
    {
        writer.Line();
        writer.Lines(member.Documentation);
        writer.Line($"{member.Signature} => {value};");
    }

    private void Layer(LayerSpec layer)
    {
        var definition = OpRegistry.FindLayer(layer.Definition)
            ?? throw new InvalidOperationException($"No layer is called {layer.Definition}.");
        var arguments = new List<string>();
        if (definition.HasParameters) arguments.AddRange([Scope, Literals.Text(layer.Member.Name)]);
        arguments.AddRange(layer.Parameters.Zip(layer.InputsOf(definition), (p, i) => Input(definition.Takes[i], p)));
        foreach (string option in definition.EagerOptions)
        {
            var stated = layer.Arguments.Where(a => string.Equals(a.Name, option, StringComparison.OrdinalIgnoreCase));
            arguments.AddRange(stated.Select(a =>
                $"{CamelCase(option)}: {Value(a.Value, a.IsSize && !definition.Words.Contains(a.Value.Text))}"));
        }

        Document(layer);
        writer.Line($"{layer.Member.Signature} =>");
        string end = definition.Results > layer.Results.Count ? ").Item1;" : ");";
        using (writer.Indent()) writer.Call($"global::DLCompiler.Runtime.Layers.{layer.Definition}(", arguments, end);
    }

    /// <summary>The user's documentation, with the shapes that were inferred: an implementation's hides the declaration's.</summary>
    private void Document(LayerSpec layer)
    {
        writer.Lines(layer.Member.Documentation);
        var traced = layers.FirstOrDefault(l => l.Name == layer.Member.Name);
        if (traced is null) return;
        string shapes = traced.Input is { } input ? $"{input} → {traced.Output}" : traced.Output.ToString();
        bool isNew = !layer.Member.Documentation.Any(line => line.Contains("<summary>"));
        if (isNew) writer.Summary($"<c>{layer.Definition}</c>: {shapes}.");
        else writer.Line($"/// <remarks>{shapes}.</remarks>");
    }

    private void Block(LayerSpec layer)
    {
        string field = $"__{layer.Member.Name}";
        string inputs = string.Join(", ", layer.Parameters.Select(p => Literals.Identifier(p.Name)));
        string bindings = string.Concat(
            layer.Bindings.Select(b => $", {Literals.Text(b.Name)}, {SpecPrinter.Print(b.Value)}"));
        string Child(string name) => $"new {layer.BlockType}({Scope}.Child({name}{bindings}))";
        string name = Literals.Text(layer.Member.Name);
        var repeat = layer.Arguments.Where(a => a.Name == "Repeat").ToList();
        if (repeat.Count == 0)
        {
            writer.Line($"private {layer.BlockType}? {field};");
            Document(layer);
            writer.Line($"{layer.Member.Signature} =>");
            using (writer.Indent()) writer.Line($"({field} ??= {Child(name)}).__Forward({inputs});");
            return;
        }

        string first = Literals.Identifier(layer.Parameters[0].Name);
        writer.Line($"private {layer.BlockType}[]? {field};");
        Document(layer);
        using (writer.Block(layer.Member.Signature))
        {
            using (writer.Block($"if ({field} is null)"))
            {
                writer.Line($"{field} = new {layer.BlockType}[{Value(repeat[0].Value, true)}];");
                writer.Line($"for (int __i = 0; __i < {field}.Length; __i++)");
                string instance = Child($"{Literals.Text(layer.Member.Name + ".")} + __i");
                using (writer.Indent()) writer.Line($"{field}[__i] = {instance};");
            }

            writer.Line();
            writer.Line($"foreach (var __block in {field}) {first} = __block.__Forward({inputs});");
            writer.Line($"return {first};");
        }
    }

    /// <summary>The eager method has optional inputs behind all that it needs, so they are passed by name.</summary>
    private static string Input(LayerInput input, SpecParameter parameter) =>
        (input.Optional ? $"{input.Name}: " : "") + Literals.Identifier(parameter.Name);

    /// <summary>An attribute's argument as C#; a symbol expression is evaluated by the call that runs.</summary>
    private static string Value(SpecConstant constant, bool isSize) => constant.Type switch
    {
        SpecType.Text when isSize => $"{Scope}.Size({Literals.Text(constant.Text)})",
        SpecType.List => $"[{string.Join(", ", constant.Items.Select(i => Value(i, isSize)))}]",
        _ => SpecPrinter.Print(constant),
    };

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
