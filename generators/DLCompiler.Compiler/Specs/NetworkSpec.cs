using System.Globalization;
using System.Text.RegularExpressions;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Specs;

/// <summary>
/// A type that contains another, as its partial declaration must repeat it: <c>partial class Outer</c>.
/// </summary>
public readonly record struct ContainingTypeSpec(string Keyword, string Name);

/// <summary>
/// How a generated part declares the class. Names are as C# source writes them, with <c>@</c> where needed.
/// </summary>
public sealed record TypeSpec(
    string Namespace, EquatableArray<ContainingTypeSpec> Containing, string Keyword, string Name, string Accessibility)
{
    /// <summary>The name in metadata: <c>Demo.Outer+Inner</c>. Unique in a compilation.</summary>
    public required string MetadataName { get; init; }

    /// <summary>The type as C# names it from anywhere: <c>global::Demo.Outer.Inner</c>.</summary>
    public required string FullName { get; init; }

    /// <summary>The name of the generated file without its end: no other class of the compilation has it.</summary>
    public required string FileName { get; init; }

    /// <summary>Whether it can have members of instances: no interface and no static class.</summary>
    public required bool HasInstances { get; init; }

    /// <summary>Whether it has a base, whose members the generated ones may hide.</summary>
    public bool HasBase { get; init; }

    /// <summary>Whether the class and all around it are partial, so that members can be added at all.</summary>
    public required bool IsOpen { get; init; }
}

/// <summary>An argument of an attribute by the name of its parameter or property.</summary>
/// <param name="IsSize">Whether a text is a symbol expression: the attribute declares the argument as object.</param>
/// <param name="Index">The argument's place in the declaration.</param>
public readonly record struct AttributeArgument(string Name, SpecConstant Value, bool IsSize, int Index);

/// <summary>A member that the generator implements: its declaration without a body.</summary>
/// <param name="Order">The member's number in the class: parameters are listed in this order.</param>
public sealed record MemberSpec(string Name, string Signature, int Order)
{
    public bool IsProperty { get; init; }

    /// <summary><c>set</c> or <c>init</c> where a property that is refused has one; else null.</summary>
    public string? Setter { get; init; }

    /// <summary>The lines of the user's documentation, slashes included.</summary>
    public EquatableArray<string> Documentation { get; init; }
}

/// <summary>A layer: an attributed partial method.</summary>
/// <param name="Definition">The attribute's name without <c>Attribute</c>; <c>Layer</c> for a block.</param>
/// <param name="Block">The metadata name of the block; null for a layer of the library.</param>
/// <param name="BlockType">The block's C# name.</param>
/// <param name="Bindings">What the use binds of the block's symbols and sizes.</param>
public sealed record LayerSpec(
    MemberSpec Member,
    string Definition,
    EquatableArray<SpecParameter> Parameters,
    EquatableArray<AttributeArgument> Arguments,
    string? Block = null,
    string? BlockType = null,
    EquatableArray<AttributeArgument> Bindings = default)
{
    /// <summary>The name of the declaration in a <see cref="SpecPlace"/>.</summary>
    public required string Place { get; init; }

    /// <summary>What the method returns.</summary>
    public EquatableArray<ResultSpec> Results { get; init; }

    /// <summary>Whether this use of a block keeps nothing for the backward pass.</summary>
    public bool Checkpoint { get; init; }

    /// <summary>The block as messages call it.</summary>
    public string? BlockName => BlockType?.Substring(BlockType.LastIndexOf('.') + 1).Replace("global::", "");
}

/// <summary>A raw parameter or a buffer: an attributed partial property.</summary>
public sealed record ParameterSpec(
    MemberSpec Member,
    EquatableArray<string> Shape,
    EquatableArray<AttributeArgument> Arguments,
    bool Trained,
    string Place);

/// <summary>An attributed partial property that a block's use gives a value.</summary>
public sealed record SizeSpec(MemberSpec Member, string Place);

/// <summary>What a network requires of its sizes.</summary>
/// <param name="Text">The comparison as written.</param>
/// <param name="Constants">The class's constants that it names.</param>
/// <param name="Place">The name of the declaration, whose first argument is the text.</param>
public sealed record RequirementSpec(string Text, EquatableArray<NamedConstant> Constants, string Place)
{
    /// <summary>The text with numbers for the constants.</summary>
    public string Plain => Constants.Aggregate(
        Text, (text, c) => Regex.Replace(text, $@"\b{c.Name}\b", c.Value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The value of a constant; null where the class has none of that name.</summary>
    public long? Constant(string name)
    {
        foreach (var constant in Constants)
        {
            if (constant.Name == name) return constant.Value;
        }

        return null;
    }
}

/// <summary>A constant integer of a class.</summary>
public readonly record struct NamedConstant(string Name, long Value);

/// <summary>A result of Forward: its tuple element's name, or null.</summary>
public readonly record struct ResultSpec(string? Name, SpecValueKind Kind);

/// <summary>A method marked <c>[Forward]</c> or <c>[Loss]</c>.</summary>
public sealed record EntrySpec(SpecBody Body, bool IsStatic, string ReturnType, EquatableArray<ResultSpec> Results);

/// <summary>
/// An attributed class, position-free and value-equal: the equality cut of the pipeline. Helper bodies come with the
/// network that calls them.
/// </summary>
public abstract record NetworkSpec(TypeSpec Type)
{
    public EquatableArray<LayerSpec> Layers { get; init; }

    public EquatableArray<ParameterSpec> Parameters { get; init; }

    public EquatableArray<SizeSpec> Sizes { get; init; }

    /// <summary>Those of the class, then those of Forward.</summary>
    public EquatableArray<RequirementSpec> Requirements { get; init; }

    /// <summary>Null where the network has none, or none that can be read.</summary>
    public EntrySpec? Forward { get; init; }

    /// <summary>Bodies of helper methods and local functions, in the order in which they are met.</summary>
    public EquatableArray<SpecBody> Helpers { get; init; }

    /// <summary>The blocks of other assemblies that it reaches; they are called by their <see cref="Publishing.ForeignName"/>s.</summary>
    public EquatableArray<BlockSpec> Imported { get; init; }

    /// <summary>The hand-written kernels that the bodies call.</summary>
    public EquatableArray<KernelSpec> Kernels { get; init; }

    /// <summary>Why the class is refused as it stands; null where it can be traced.</summary>
    public Finding? Refusal { get; init; }

    /// <summary>Partial members that are no layers, but would leave the class incomplete without a body.</summary>
    public EquatableArray<MemberSpec> Orphans { get; init; }

    /// <summary>The class's const fields, which texts of sizes cannot name.</summary>
    public EquatableArray<string> Constants { get; init; }

    /// <summary>The place of the class's name.</summary>
    public SpecPlace Place => new(Type.MetadataName, 0);

    /// <summary>Metadata names of the blocks that its layers use, each once, in ordinal order.</summary>
    public IEnumerable<string> Blocks =>
        Layers.Where(l => l.Block is not null).Select(l => l.Block!).Distinct().OrderBy(b => b, StringComparer.Ordinal);
}

/// <summary>A method marked <c>[Loss]</c>.</summary>
/// <param name="Weight">Its factor in the sum that is differentiated; 0 for what is only looked at.</param>
/// <param name="Reported">Whether it is what a step returns, instead of the sum.</param>
public sealed record LossSpec(EntrySpec Entry, string Name, float Weight, bool Reported);

/// <summary>A class marked <c>[Model]</c>.</summary>
public sealed record ModelSpec(TypeSpec Type) : NetworkSpec(Type)
{
    /// <summary>In the order of declaration.</summary>
    public EquatableArray<LossSpec> Losses { get; init; }

    /// <summary>Whether a step must tell the losses apart, because it returns or shows more than their sum.</summary>
    public bool NamesLosses => Losses.Count > 1 || Losses.Any(l => l.Reported);

    /// <summary>Whether the model has a trainer.</summary>
    public bool IsTrained => Losses.Count > 0 && Options.All(o => o.Name != "Training" || o.Value.Bool);

    /// <summary>Whether the model also runs on a GPU.</summary>
    public bool RunsOnGpu => Options.Any(o => o.Name == "Gpu" && o.Value.Bool);

    /// <summary>What activations and weights are stored as on a GPU.</summary>
    public Storage Precision => Options.FirstOrDefault(o => o.Name == "Precision").Value.Text switch
    {
        "Half" => Storage.Half,
        "BFloat16" => Storage.BFloat16,
        _ => Storage.Single,
    };

    /// <summary>
    /// The parameters of the losses that the caller passes, each name once: those after the ones that take Forward's
    /// results, but for those called like an input.
    /// </summary>
    public IEnumerable<(EntrySpec Loss, SpecParameter Parameter)> Labels =>
        Losses.SelectMany(l => l.Entry.Body.Parameters.Skip(Forward!.Results.Count).Select(p => (l.Entry, p)))
            .Where(l => Forward!.Body.Parameters.All(i => i.Name != l.p.Name))
            .GroupBy(l => l.p.Name, StringComparer.Ordinal).Select(g => g.First());

    /// <summary>Names of generated members that the class, or members that the user wrote, have.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>Whether the user wrote a constructor, which then calls <c>Initialize</c>.</summary>
    public bool HasConstructor { get; init; }

    /// <summary>The arguments of <c>[Model]</c>.</summary>
    public EquatableArray<AttributeArgument> Options { get; init; }
}

/// <summary>A class marked <c>[Block]</c>.</summary>
public sealed record BlockSpec(TypeSpec Type) : NetworkSpec(Type)
{
    /// <summary>Whether all uses keep nothing for the backward pass.</summary>
    public bool Checkpoint { get; init; }
}

/// <summary>
/// A model with the blocks that it reaches, in ordinal order of their names: all that its code depends on.
/// </summary>
public sealed record LinkedModel(ModelSpec Model, EquatableArray<BlockSpec> Blocks)
{
    /// <summary>
    /// Picks what <paramref name="model"/> reaches from all blocks of the compilation, and those that come from elsewhere.
    /// </summary>
    public static LinkedModel Link(ModelSpec model, IEnumerable<BlockSpec> blocks) =>
        new(model, LinkedBlock.ReachedFrom(model, blocks));
}

/// <summary>A block with those that it reaches, in ordinal order of their names.</summary>
public sealed record LinkedBlock(BlockSpec Block, EquatableArray<BlockSpec> Blocks)
{
    /// <summary>
    /// Picks what <paramref name="block"/> reaches from all blocks of the compilation, and those that come from elsewhere.
    /// </summary>
    public static LinkedBlock Link(BlockSpec block, IEnumerable<BlockSpec> blocks) => new(block, ReachedFrom(block, blocks));

    internal static EquatableArray<BlockSpec> ReachedFrom(NetworkSpec network, IEnumerable<BlockSpec> blocks)
    {
        var reached = new SortedDictionary<string, BlockSpec>(StringComparer.Ordinal);
        var open = new Stack<string>(network.Blocks);
        if (open.Count == 0) return [];
        var byName = new Dictionary<string, BlockSpec>(StringComparer.Ordinal);
        foreach (var block in blocks.Concat(network.Imported)) byName[block.Type.MetadataName] = block;
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (reached.ContainsKey(name) || !byName.TryGetValue(name, out var block)) continue;
            reached.Add(name, block);
            foreach (var imported in block.Imported) byName[imported.Type.MetadataName] = imported;
            foreach (string inner in block.Blocks) open.Push(inner);
        }

        return reached.Values.ToEquatableArray();
    }
}
