using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// One trace of a network as the user wrote it: its calls in order, and what leaves it. Of a model that is trained, in
/// training mode.
/// </summary>
public sealed record NetworkTrace(NetworkSpec Network, IReadOnlyList<TracedCall> Calls)
{
    /// <summary>What Forward returns.</summary>
    public IReadOnlyList<Node> Results { get; init; } = [];

    /// <summary>What the losses return, in the order of declaration; empty for a block.</summary>
    public IReadOnlyList<Node> Losses { get; init; } = [];

    /// <summary>Inside views, and the next values of buffers.</summary>
    public IReadOnlyList<Node> Shown { get; init; } = [];

    /// <summary>The nodes of <see cref="Parameter"/>, those of blocks included.</summary>
    public IReadOnlyList<Node> Parameters { get; init; } = [];

    /// <summary>What those are, in declaration order.</summary>
    public IReadOnlyList<TracedParameter> Weights { get; init; } = [];

    /// <summary>Calls of layers, those within blocks included, in order.</summary>
    public IReadOnlyList<TracedLayer> Layers { get; init; } = [];
}
