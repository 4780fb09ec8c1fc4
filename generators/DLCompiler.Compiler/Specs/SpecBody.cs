namespace DLCompiler.Compiler.Specs;

/// <summary>What a method takes or returns, as far as tracing tells values apart.</summary>
public enum SpecValueKind
{
    /// <summary><c>DLCompiler.Tensor</c></summary>
    Tensor,

    /// <summary><c>DLCompiler.IntTensor</c></summary>
    IntTensor,

    /// <summary>Everything else: numbers, texts, arrays, tuples.</summary>
    Other,
}

/// <summary>A parameter of a method: <see cref="Type"/> is C# text with global names, <see cref="Shape"/> the
/// dimensions of its <c>[Shape]</c>, null where it has none.</summary>
public sealed record SpecParameter(string Name, SpecValueKind Kind, string Type, EquatableArray<string>? Shape);

/// <summary>
/// The body of a method, a local function or a property. <see cref="Parent"/> is the body that declares a local
/// function, whose locals it sees.
/// </summary>
public sealed record SpecBody(
    string Id, string Name, EquatableArray<SpecParameter> Parameters, EquatableArray<SpecNode> Nodes, string? Parent)
{
    /// <summary>The id of the method that is the gradient of this one; null where its code is differentiated.</summary>
    public string? Gradient { get; init; }

    /// <summary>The place of the method's name, where the body is that of Forward or a loss.</summary>
    public SpecPlace Head => new($"{Id}:", 0);

    /// <summary>The indices of the children of the node at <paramref name="index"/>.</summary>
    public IEnumerable<int> Children(int index)
    {
        int end = index + Nodes[index].Extent;
        for (int child = index + 1; child < end; child += Nodes[child].Extent) yield return child;
    }

    /// <summary>The index of a child by its number.</summary>
    public int Child(int index, int number)
    {
        int child = index + 1;
        for (int i = 0; i < number; i++) child += Nodes[child].Extent;
        return child;
    }

    public int ChildCount(int index) => Children(index).Count();
}

/// <summary>Writes a body's nodes in preorder.</summary>
public sealed class SpecBodyBuilder
{
    private readonly List<SpecNode> _nodes = [];

    public int Count => _nodes.Count;

    /// <summary>Starts a node; what is added until <see cref="Close"/> is its subtree.</summary>
    public int Open(SpecKind kind, string text = "", SpecConstant constant = default)
    {
        _nodes.Add(new SpecNode(kind, 1, text, constant));
        return _nodes.Count - 1;
    }

    public void Close(int index) => _nodes[index] = _nodes[index] with { Extent = _nodes.Count - index };

    public EquatableArray<SpecNode> ToNodes() => _nodes.ToEquatableArray();
}
