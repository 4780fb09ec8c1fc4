using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Schedule;

/// <summary>A run of a kernel. What it reads and writes may lie elsewhere than where its first run has it.</summary>
public sealed record KernelRun(Kernel Kernel)
{
    /// <summary>Nodes of the kernel, and those whose memory takes their place.</summary>
    public IReadOnlyDictionary<Node, Node> Versions { get; init; } = new Dictionary<Node, Node>();

    /// <summary>The node whose memory holds the kernel's <paramref name="node"/>.</summary>
    public Node Of(Node node) => Versions.TryGetValue(node, out var version) ? version : node;
}
