using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Turns padding into the concatenation that it is in memory: a constant block, the value, a constant block. Until here a pad
/// is one node, which the other passes see through more easily.
/// </summary>
public static class LowerPads
{
    public static Graph Run(Graph graph) => graph.Has<Pad>() ? graph.Rewrite(node => node.Op is Pad pad ? Lower(pad, node) : node) : graph;

    private static Node Lower(Pad pad, Node node)
    {
        var parts = new List<Node>();
        if (pad.Before != Dim.Zero) parts.Add(Block(pad, node, pad.Before));
        parts.Add(node.Inputs[0]);
        if (pad.After != Dim.Zero) parts.Add(Block(pad, node, pad.After));
        return parts.Count == 1 ? parts[0] : new Node(new Concat(pad.Axis), [.. parts]);
    }

    private static Node Block(Pad pad, Node node, Dim count)
    {
        var shape = node.Shape.With(pad.Axis, count);
        var one = new Node(new Reshape(Shape.Of(shape.Dims.Select(_ => Dim.One))), new Node(new Literal(pad.Value)));
        return new Node(new Broadcast(shape), one);
    }
}
