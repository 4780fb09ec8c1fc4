using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes typed access to the parameters: a property a layer, below it a property a parameter, and an indexer for repeated blocks.
/// </summary>
internal sealed class ParameterAccessWriter
{
    private const string Store = "global::DLCompiler.Runtime.ParameterStore";
    private const string View = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
    private const string Edit = "global::System.Buffers.SpanAction<float, global::DLCompiler.ParameterInfo>";

    private readonly ModelLayout _layout;
    private readonly Names _types = new("ModelParameters");

    private ParameterAccessWriter(ModelLayout layout) => _layout = layout;

    public static void Write(CodeWriter code, ModelLayout layout)
    {
        code.Line("/// <summary>The parameters by layer.</summary>");
        code.Line("public ModelParameters Parameters => new(__store);");
        code.Line();
        var root = Group.Of(layout.Parameters);
        new ParameterAccessWriter(layout).WriteType(code, root, "ModelParameters", "The parameters of the model by layer.", isRoot: true);
    }

    private void WriteType(CodeWriter code, Group group, string type, string summary, bool isRoot = false)
    {
        var nested = new List<(Group Group, string Type, string Summary)>();
        code.Line($"/// <summary>{summary}</summary>");
        using var body = code.Block(isRoot ? $"public readonly struct {type}({Store} store)" : $"public readonly struct {type}({Store} store, int first)");
        if (isRoot)
        {
            code.Line("/// <summary>Names, shapes and counts, in the order of the file.</summary>");
            code.Line("public global::System.Collections.Generic.IReadOnlyList<global::DLCompiler.ParameterInfo> All => store.Parameters;");
        }

        bool isFirst = !isRoot;
        foreach (var child in group.Children)
        {
            string index = Index(child.First - group.First, isRoot);
            string name = Pascal(child.Name);
            if (!isFirst) code.Line();
            isFirst = false;
            if (child.IsParameter)
            {
                WriteParameter(code, child, name, index);
            }
            else if (child.IsRepeated)
            {
                var item = child.Children[0];
                string itemType = _types.Unique(name + "Item");
                string listType = _types.Unique(name + "List");
                nested.Add((item, itemType, $"The parameters of one of the {child.Children.Count} instances."));
                code.Line($"/// <summary>The {child.Children.Count} instances of <c>{child.Name}</c>.</summary>");
                code.Line($"public {listType} {Literals.Identifier(name)} => new(store, {index});");
                code.Line();
                code.Line("/// <summary>Instances of a block, by number.</summary>");
                using var list = code.Block($"public readonly struct {listType}({Store} store, int first)");
                code.Line("/// <summary>How many there are.</summary>");
                code.Line($"public int Count => {child.Children.Count};");
                code.Line();
                code.Line("/// <summary>The parameters of an instance.</summary>");
                code.Line("/// <exception cref=\"global::System.IndexOutOfRangeException\">There is none of that number.</exception>");
                code.Line($"public {itemType} this[int index] => (uint)index < {child.Children.Count}");
                using (code.Indent())
                {
                    code.Line($"? new(store, first + (index * {item.Count}))");
                    code.Line(": throw new global::System.IndexOutOfRangeException();");
                }
            }
            else
            {
                string childType = _types.Unique(name + "Parameters");
                nested.Add((child, childType, $"The parameters of <c>{child.Name}</c>."));
                code.Line($"/// <summary>The parameters of <c>{child.Name}</c>.</summary>");
                code.Line($"public {childType} {Literals.Identifier(name)} => new(store, {index});");
            }
        }

        foreach (var (child, childType, childSummary) in nested)
        {
            code.Line();
            WriteType(code, child, childType, childSummary);
        }
    }

    private void WriteParameter(CodeWriter code, Group parameter, string name, string index)
    {
        var info = _layout.Parameters[parameter.First];
        code.Line($"/// <summary><c>{info.Name}</c>, {info.Shape}.</summary>");
        code.Line($"public {View} {Literals.Identifier(name)} => store.View({index});");
        code.Line();
        code.Line($"/// <summary>Writes <c>{info.Name}</c>: {info.Shape.Count} values, row-major.</summary>");
        code.Line($"public void Set{name}(global::System.ReadOnlySpan<float> values) => store.Set({index}, values);");
        code.Line();
        code.Line($"/// <summary>Changes <c>{info.Name}</c> in place.</summary>");
        code.Line($"public void Edit{name}({Edit} edit) => store.Edit({index}, edit);");
    }

    /// <summary>The number of a parameter, from the first one's of its group.</summary>
    private static string Index(int offset, bool isRoot) =>
        isRoot ? Literals.Integer(offset) : offset == 0 ? "first" : $"first + {Literals.Integer(offset)}";

    private static string Pascal(string name)
    {
        string camel = NodeName.Camel(name);
        return char.ToUpperInvariant(camel[0]) + camel.Substring(1);
    }

    /// <summary>Parameters whose names begin alike, by the parts of their names.</summary>
    private sealed class Group
    {
        public string Name { get; init; } = "";

        /// <summary>The number of its first parameter; those of a group follow each other.</summary>
        public int First { get; init; }

        public int Count { get; private set; } = 1;

        public List<Group> Children { get; } = [];

        public bool IsParameter => Children.Count == 0;

        public bool IsRepeated => Children.Count > 0 && Children.All(c => char.IsDigit(c.Name[0]));

        public static Group Of(IReadOnlyList<ModelParameter> parameters)
        {
            var root = new Group();
            for (int i = 0; i < parameters.Count; i++)
            {
                var group = root;
                foreach (string part in parameters[i].Name.Split('.'))
                {
                    var child = group.Children.FirstOrDefault(c => c.Name == part);
                    if (child is null) group.Children.Add(child = new Group { Name = part, First = i });
                    child.Count = i + 1 - child.First;
                    group = child;
                }
            }

            return root;
        }
    }
}
