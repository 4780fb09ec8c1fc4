using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The greater of x and y; equal elements share the gradient evenly, as torch.maximum's do.</summary>
public sealed record Maximum : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        Node x = node.Inputs[0], y = node.Inputs[1];
        var tie = Where(Equal(x, y), gradient * 0.5, Number(0));
        return [Where(Greater(x, y), gradient, tie), Where(Greater(y, x), gradient, tie)];
    }
}

/// <summary>The lesser of x and y; equal elements share the gradient evenly, as torch.minimum's do.</summary>
public sealed record Minimum : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient)
    {
        Node x = node.Inputs[0], y = node.Inputs[1];
        var tie = Where(Equal(x, y), gradient * 0.5, Number(0));
        return [Where(Less(x, y), gradient, tie), Where(Less(y, x), gradient, tie)];
    }
}
