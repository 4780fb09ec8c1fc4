using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes typed access to the parameters: a property a layer, below it a property a parameter, and an indexer for repeated
/// blocks. Layers and blocks whose parameters have the same names share a type.
/// </summary>
internal sealed class ParameterAccessWriter
{
    private const string Root = "ModelParameters";
    private const string Store = "global::DLCompiler.Runtime.ParameterStore";
    private const string View = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    private const string Edit = "global::System.Buffers.SpanAction<float, global::DLCompiler.ParameterInfo>";

    private readonly ModelLayout _layout;
    /// <summary>The members of the root, and the types, which are nested in it.</summary>
    private readonly Names _names = new([Root, "All", .. GeneratedMembers.OfObject]);
    private readonly Dictionary<string, AccessType> _byStructure = new(StringComparer.Ordinal);
    private readonly List<AccessType> _types = [];

    private ParameterAccessWriter(ModelLayout layout) => _layout = layout;

    public static void Write(CodeWriter code, ModelLayout layout)
    {
        code.Line("/// <summary>The parameters by layer.</summary>");
        code.Line($"public {Root} Parameters => new(__store);");
        code.Line();
        new ParameterAccessWriter(layout).WriteRoot(code, ParameterGroup.Of(layout.Parameters));
    }

    private void WriteRoot(CodeWriter code, ParameterGroup root)
    {
        string[] members = [.. root.Children.Select(c => Member(c, _names))];
        FindTypes(root);
        code.Line("/// <summary>The parameters of the model by layer.</summary>");
        using var body = code.Block($"public readonly struct {Root}({Store} store)");
        code.Line("/// <summary>Names, shapes and counts, in the order of the file.</summary>");
        code.Line("public global::System.Collections.Generic.IReadOnlyList<global::DLCompiler.ParameterInfo> All => store.Parameters;");
        for (int i = 0; i < root.Children.Count; i++)
        {
            code.Line();
            WriteMember(code, [root], i, members[i], isRoot: true);
        }

        foreach (var type in _types)
        {
            code.Line();
            WriteType(code, type);
        }
    }

    /// <summary>A type for each structure, named after the first group that has it.</summary>
    private void FindTypes(ParameterGroup parent)
    {
        foreach (var group in parent.Children.Where(c => !c.IsParameter))
        {
            if (!_byStructure.TryGetValue(group.Structure, out var type))
            {
                string name = parent.IsRepeated ? $"{Pascal(parent.Name)}Item"
                    : $"{Pascal(group.Name)}{(group.IsRepeated ? "List" : "Parameters")}";
                _byStructure[group.Structure] = type = new AccessType(_names.Unique(name), []);
                _types.Add(type);
            }

            type.Groups.Add(group);
            FindTypes(group);
        }
    }

    private void WriteType(CodeWriter code, AccessType type)
    {
        var (name, groups) = (type.Name, type.Groups);
        if (groups[0].IsRepeated)
        {
            WriteList(code, name, groups[0]);
            return;
        }

        string[] paths = [.. groups.Select(g => $"<c>{g.Path}</c>").Distinct()];
        code.Line($"/// <summary>The parameters of {(paths.Length == 1 ? paths[0] : $"{paths[0]} and the like")}.</summary>");
        using var body = code.Block($"public readonly struct {name}({Store} store, int first)");
        var names = new Names([name, .. GeneratedMembers.OfObject]);
        for (int i = 0; i < groups[0].Children.Count; i++)
        {
            if (i > 0) code.Line();
            WriteMember(code, groups, i, Member(groups[0].Children[i], names), isRoot: false);
        }
    }

    private void WriteList(CodeWriter code, string type, ParameterGroup list)
    {
        var item = list.Children[0];
        int count = list.Children.Count;
        code.Line("/// <summary>Instances of a block, by number.</summary>");
        using var body = code.Block($"public readonly struct {type}({Store} store, int first)");
        code.Line("/// <summary>How many there are.</summary>");
        code.Line($"public int Count => {count};");
        code.Line();
        code.Line("/// <summary>The parameters of an instance.</summary>");
        code.Line("/// <exception cref=\"global::System.IndexOutOfRangeException\">There is none of that number.</exception>");
        code.Line($"public {_byStructure[item.Structure].Name} this[int index] => (uint)index < {count}");
        using (code.Indent())
        {
            code.Line($"? new(store, first + (index * {item.Count}))");
            code.Line(": throw new global::System.IndexOutOfRangeException();");
        }
    }

    /// <summary>The child of a number, of groups of one structure.</summary>
    private void WriteMember(CodeWriter code, IReadOnlyList<ParameterGroup> groups, int number, string name, bool isRoot)
    {
        var children = groups.Select(g => g.Children[number]).ToList();
        var child = children[0];
        string index = Index(child.First - groups[0].First, isRoot);
        if (child.IsParameter)
        {
            WriteParameter(code, children, name, index);
            return;
        }

        string what = child.IsRepeated ? $"{child.Children.Count} instances" : "parameters";
        code.Line($"/// <summary>The {what} of <c>{child.Name}</c>{(groups.Count == 1 ? Shapes(child) : "")}.</summary>");
        code.Line($"public {_byStructure[child.Structure].Name} {name} => new(store, {index});");
    }

    private void WriteParameter(CodeWriter code, IReadOnlyList<ParameterGroup> alike, string name, string index)
    {
        var infos = alike.Select(p => _layout.Parameters[p.First]).ToList();
        string label = $"<c>{(infos.Count == 1 ? infos[0].Name : alike[0].Name)}</c>";
        bool isOneShape = infos.All(p => p.Shape == infos[0].Shape);
        code.Line($"/// <summary>{label}{(isOneShape ? $", {infos[0].Shape}" : "")}.</summary>");
        code.Line($"public {View} {name} => store.View({index});");
        code.Line();
        code.Line($"/// <summary>Writes {label}: {(isOneShape ? $"{infos[0].Shape.Count} values" : "all values")}, row-major.</summary>");
        code.Line($"public void Set{name}(global::System.ReadOnlySpan<float> values) => store.Set({index}, values);");
        code.Line();
        code.Line($"/// <summary>Changes {label} in place.</summary>");
        code.Line($"public void Edit{name}({Edit} edit) => store.Edit({index}, edit);");
    }

    /// <summary>The shapes of a layer's parameters, where its type, which others may share, cannot say them.</summary>
    private string Shapes(ParameterGroup group)
    {
        if (_byStructure[group.Structure].Groups.Count == 1 || group.Children.Any(c => !c.IsParameter)) return "";
        return ": " + string.Join(", ", group.Children.Select(c => $"{c.Name} {_layout.Parameters[c.First].Shape}"));
    }

    /// <summary>The number of a parameter, from the first one's of its group.</summary>
    private static string Index(int offset, bool isRoot) =>
        isRoot ? Literals.Integer(offset) : offset == 0 ? "first" : $"first + {Literals.Integer(offset)}";

    /// <summary>The property of a group; a parameter's has two methods beside it.</summary>
    private static string Member(ParameterGroup group, Names names) => group.IsParameter
        ? names.Unique(Pascal(group.Name), "Set", "Edit")
        : names.Unique(Pascal(group.Name));

    private static string Pascal(string name)
    {
        string camel = NodeName.Camel(name);
        return char.ToUpperInvariant(camel[0]) + camel.Substring(1);
    }

    /// <summary>A type to write, and the groups that it gives access to.</summary>
    private sealed record AccessType(string Name, List<ParameterGroup> Groups);
}
