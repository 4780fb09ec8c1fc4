using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>Reductions of little, of reductions, and of what is constant along the reduced axes.</summary>
internal static class ReductionRules
{
    /// <summary>Along no axis, or one of size 1, there is nothing to reduce.</summary>
    public static Node? DropAxesOfOne(Node node)
    {
        if (node.Op is not Reduce reduce) return null;
        var x = node.Inputs[0];
        var axes = reduce.Axes.Where(axis => x.Shape[axis] != Dim.One).ToEquatableArray();
        return axes.Count == reduce.Axes.Count && axes.Count > 0 ? null : Along(reduce, axes, x);
    }

    /// <summary>A reduction of a reduction of the same kind is one along the axes of both.</summary>
    public static Node? MergeReductions(Node node)
    {
        if (node.Op is not Reduce outer || node.Inputs[0].Op is not Reduce inner) return null;
        if (outer.GetType() != inner.GetType()) return null;
        var axes = outer.Axes.Union(inner.Axes).OrderBy(a => a).ToEquatableArray();
        return Along(outer, axes, node.Inputs[0].Inputs[0]);
    }

    /// <summary>What is left of a tensor is permuted, not the tensor.</summary>
    public static Node? PermuteAfterReduction(Node node)
    {
        if (node.Op is not Reduce reduce || node.Inputs[0].Op is not Permute permute) return null;
        var axes = reduce.Axes.Select(axis => permute.Order[axis]).OrderBy(a => a).ToEquatableArray();
        return Build.Permute(Along(reduce, axes, node.Inputs[0].Inputs[0]), permute.Order);
    }

    /// <summary>A reshape that only adds and drops axes of size 1 is done behind a reduction.</summary>
    public static Node? OnesAfterReduction(Node node)
    {
        if (node.Op is not Reduce reduce || node.Inputs[0].Op is not Reshape) return null;
        Node reshaped = node.Inputs[0], x = reshaped.Inputs[0];
        int[] from = [.. x.Shape.AxesAboveOne()], to = [.. reshaped.Shape.AxesAboveOne()];
        if (!from.Select(a => x.Shape[a]).SequenceEqual(to.Select(a => reshaped.Shape[a]))) return null;
        var axes = from.Where((_, i) => reduce.Axes.Contains(to[i])).ToEquatableArray();
        return Build.Reshape(Along(reduce, axes, x), node.Shape);
    }

    /// <summary>The sum of n equal elements is n times one of them, and their extrema are any of them.</summary>
    public static Node? ReduceBroadcast(Node node)
    {
        if (node.Op is not Reduce reduce || node.Inputs[0].Op is not Broadcast broadcast) return null;
        var x = node.Inputs[0].Inputs[0];
        var repeated = reduce.Axes.Intersect(broadcast.RepeatedAxes(x.Shape)).ToEquatableArray();
        if (repeated.Count == 0) return null;
        var others = broadcast.Shape.Dims.Select((d, axis) => repeated.Contains(axis) ? Dim.One : d);
        var once = Build.BroadcastTo(x, Shape.Of(others));
        var rest = Along(reduce, reduce.Axes.Except(repeated).ToEquatableArray(), once);
        return reduce is ReduceSum ? rest * (Scalar)Build.CountAlong(broadcast.Shape, repeated) : rest;
    }

    /// <summary>Σ (x · c) = (Σ x) · c and Σ (−x) = −Σ x.</summary>
    public static Node? FactorOutOfSum(Node node)
    {
        if (node.Op is not ReduceSum sum) return null;
        var x = node.Inputs[0];
        if (x.Op is Negate) return -Build.Sum(x.Inputs[0], sum.Axes);
        return x.Op is Multiply && Build.FilledWith(x.Inputs[1]) is { } factor
            ? Build.Sum(x.Inputs[0], sum.Axes) * factor
            : null;
    }

    private static Node Along(Reduce reduce, EquatableArray<int> axes, Node x) =>
        axes.Count == 0 ? x : new Node(reduce with { Axes = axes }, x);
}
