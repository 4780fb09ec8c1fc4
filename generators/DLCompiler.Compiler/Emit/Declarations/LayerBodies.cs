using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>What layers, parameters and sizes are when the network runs eagerly.</summary>
/// <param name="writer">Where to.</param>
/// <param name="network">The model or block.</param>
/// <param name="table">What documentation says of the layers.</param>
internal sealed class LayerBodies(CodeWriter writer, NetworkSpec network, LayerTable table)
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
        {
            writer.Line();
            table.WriteDocumentation(writer, parameter);
            Property(parameter.Member, "Parameter");
        }

        foreach (var size in network.Sizes)
        {
            writer.Line();
            writer.Lines(size.Member.Documentation);
            Property(size.Member, "Size");
        }
    }

    private void Property(MemberSpec member, string source) =>
        writer.Line($"{member.Signature} => {Scope}.{source}({Literals.Text(member.Name)});");

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

        table.WriteDocumentation(writer, layer);
        writer.Line($"{layer.Member.Signature} =>");
        string end = definition.Results > layer.Results.Count ? ").Item1;" : ");";
        using (writer.Indent()) writer.Call($"global::DLCompiler.Runtime.Layers.{layer.Definition}(", arguments, end);
    }

    private void Block(LayerSpec layer)
    {
        // With _ behind, it is none of the class' other fields.
        string field = $"__{layer.Member.Name}_";
        string inputs = string.Join(", ", layer.Parameters.Select(p => Literals.Identifier(p.Name)));
        string bindings = string.Concat(
            layer.Bindings.Select(b => $", {Literals.Text(b.Name)}, {SpecPrinter.Print(b.Value)}"));
        string Child(string name) => $"new {layer.BlockType}({Scope}.Child({name}{bindings}))";
        string name = Literals.Text(layer.Member.Name);
        var repeat = layer.Arguments.Where(a => a.Name == "Repeat").ToList();
        if (repeat.Count == 0)
        {
            writer.Line($"private {layer.BlockType}? {field};");
            table.WriteDocumentation(writer, layer);
            writer.Line($"{layer.Member.Signature} =>");
            using (writer.Indent()) writer.Line($"({field} ??= {Child(name)}).__Forward({inputs});");
            return;
        }

        string first = Literals.Identifier(layer.Parameters[0].Name);
        writer.Line($"private {layer.BlockType}[]? {field};");
        table.WriteDocumentation(writer, layer);
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
