using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Keeps inside views as tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TapTensors
{
    private readonly Dictionary<string, Tensor> _byName = new(StringComparer.Ordinal);

    /// <summary>The views by their full names.</summary>
    public IReadOnlyDictionary<string, Tensor> ByName => _byName;

    /// <summary>Copies a view; a <see cref="TapReader"/>.</summary>
    public void Read(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        _byName.Add(name, new Tensor(values.ToArray(), shape.ToArray()));

    /// <summary>Keeps a view; one whose name has come before gets a number behind it.</summary>
    internal void Add(string name, Tensor value)
    {
        string free = name;
        for (int i = 2; _byName.ContainsKey(free); i++) free = $"{name}{i}";
        _byName.Add(free, value);
    }
}
