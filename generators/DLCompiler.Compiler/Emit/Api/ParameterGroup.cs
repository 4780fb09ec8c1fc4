namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Parameters whose names begin alike, by the parts of their names.</summary>
internal sealed class ParameterGroup
{
    private readonly Lazy<string> _structure;

    private ParameterGroup(string name, string path, int first)
    {
        (Name, Path, First) = (name, path, first);
        _structure = new Lazy<string>(FindStructure);
    }

    /// <summary>The last part of the name.</summary>
    public string Name { get; }

    /// <summary>The whole name.</summary>
    public string Path { get; }

    /// <summary>The number of its first parameter; those of a group follow each other.</summary>
    public int First { get; }

    public int Count { get; private set; } = 1;

    public List<ParameterGroup> Children { get; } = [];

    public bool IsParameter => Children.Count == 0;

    public bool IsRepeated => Children.Count > 0 && Children.All(c => char.IsDigit(c.Name[0]));

    /// <summary>Equal for groups whose parameters have the same names in the same order.</summary>
    public string Structure => _structure.Value;

    public static ParameterGroup Of(IReadOnlyList<ModelParameter> parameters)
    {
        var root = new ParameterGroup("", "", 0);
        for (int i = 0; i < parameters.Count; i++)
        {
            var group = root;
            foreach (string part in parameters[i].Name.Split('.'))
            {
                var child = group.Children.FirstOrDefault(c => c.Name == part);
                if (child is null)
                {
                    string path = group == root ? part : $"{group.Path}.{part}";
                    group.Children.Add(child = new ParameterGroup(part, path, i));
                }

                child.Count = i + 1 - child.First;
                group = child;
            }
        }

        return root;
    }

    private string FindStructure() =>
        IsParameter ? ""
            : IsRepeated ? $"{Children.Count} × {Children[0].Structure}"
            : $"({string.Join(", ", Children.Select(c => c.Name + c.Structure))})";
}
