using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Schedule;

/// <summary>What a float is in memory. It is computed with as a float of 32 bits in any case.</summary>
public enum Storage
{
    /// <summary>32 bits.</summary>
    Single,

    /// <summary>IEEE 754's 16 bits: 11 of the number, up to 65504.</summary>
    Half,

    /// <summary>The upper 16 bits of a float: 8 of the number, and its range.</summary>
    BFloat16,
}

/// <summary>What the values of a program are stored as.</summary>
/// <param name="Narrow">The storage of values that are not of 32 bits.</param>
/// <param name="Nodes">These values.</param>
public sealed record StoragePlan(Storage Narrow, IReadOnlyCollection<Node> Nodes)
{
    /// <summary>All of 32 bits.</summary>
    public static StoragePlan Single { get; } = new(Storage.Single, []);

    private readonly HashSet<Node> _nodes = [.. Nodes];

    public Storage this[Node node] => _nodes.Contains(node) ? Narrow : Storage.Single;
}
