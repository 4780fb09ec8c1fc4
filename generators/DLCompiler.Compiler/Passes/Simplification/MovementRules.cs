using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>
/// Movement that moves nothing, that undoes or continues other movement, or that is better done later.
/// </summary>
internal static class MovementRules
{
    /// <summary>A movement to where things are.</summary>
    public static Node? DropIdentity(Node node) => node.Op switch
    {
        Reshape or Broadcast when node.Shape == node.Inputs[0].Shape => node.Inputs[0],
        Permute permute when permute.Order.SequenceEqual(Enumerable.Range(0, node.Rank)) => node.Inputs[0],
        Slice { IsBackward: false } slice when slice.Start == Dim.Zero && slice.Count == node.Inputs[0].Shape[slice.Axis] =>
            node.Inputs[0],
        Pad pad when pad.Before == Dim.Zero && pad.After == Dim.Zero => node.Inputs[0],
        Concat when node.Inputs.Count == 1 => node.Inputs[0],
        _ => null,
    };

    /// <summary>Two movements of one kind in one.</summary>
    public static Node? MergeMovements(Node node)
    {
        if (node.Inputs.Count == 0) return null;
        var inner = node.Inputs[0];
        return (node.Op, inner.Op) switch
        {
            (Reshape, Reshape) => Build.Reshape(inner.Inputs[0], node.Shape),
            (Broadcast, Broadcast) => Build.BroadcastTo(inner.Inputs[0], node.Shape),
            (Permute permute, Permute) => Build.Permute(inner, permute.Order),
            (Slice outer, Slice first) when outer.Axis == first.Axis =>
                Build.Slice(
                    inner.Inputs[0],
                    outer.Axis,
                    first.Start + (outer.Start * first.Step),
                    outer.Count,
                    first.Step * outer.Step),
            (Pad outer, Pad first) when outer.Axis == first.Axis && outer.Value.Equals(first.Value) =>
                Build.Pad(
                    inner.Inputs[0], outer.Axis, outer.Before + first.Before, outer.After + first.After, outer.Value),
            (Concat concat, _) when node.Inputs.Any(i => i.Op == concat) =>
                Build.Concat([.. node.Inputs.SelectMany(i => i.Op == concat ? i.Inputs : [i])], concat.Axis),
            _ => null,
        };
    }

    /// <summary>A permutation that leaves the order of the axes above 1 is a reshape.</summary>
    public static Node? PermuteOfOnes(Node node)
    {
        if (node.Op is not Permute permute) return null;
        var moved = permute.Order.Where(axis => node.Inputs[0].Shape[axis] != Dim.One).ToList();
        return moved.SequenceEqual(moved.OrderBy(axis => axis)) ? Build.Reshape(node.Inputs[0], node.Shape) : null;
    }

    /// <summary>Axes of size 1 are added behind a permutation of the others.</summary>
    public static Node? OnesAfterPermute(Node node)
    {
        if (node.Op is not Permute permute || node.Inputs[0].Op is not Reshape) return null;
        Node reshaped = node.Inputs[0], x = reshaped.Inputs[0];
        int[] others = [.. reshaped.Shape.AxesAboveOne()];
        if (!x.Shape.Dims.SequenceEqual(others.Select(axis => reshaped.Shape[axis]))) return null;
        var order = permute.Order.Where(others.Contains).Select(axis => Array.IndexOf(others, axis)).ToEquatableArray();
        return Build.Reshape(Build.Permute(x, order), node.Shape);
    }

    /// <summary>What is repeated is permuted before.</summary>
    public static Node? BroadcastAfterPermute(Node node) =>
        node.Op is Permute permute && node.Inputs[0].Op is Broadcast
            ? Build.BroadcastTo(Build.Permute(node.Inputs[0].Inputs[0], permute.Order), node.Shape)
            : null;

    /// <summary>An elementwise op on tensors that are repeated alike is computed once and repeated then.</summary>
    public static Node? BroadcastAfterElementwise(Node node)
    {
        if (node.Op is not Elementwise) return null;
        var repeated = node.Inputs.FirstOrDefault(i => i.Op is Broadcast && Build.FilledWith(i) is null);
        if (repeated is null) return null;
        var shape = repeated.Inputs[0].Shape;
        var inputs = new Node[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            var input = node.Inputs[i];
            if (Build.FilledWith(input) is { } value) inputs[i] = Build.Fill(value, shape);
            else if (input.Op is Broadcast && input.Inputs[0].Shape == shape) inputs[i] = input.Inputs[0];
            else return null;
        }

        return Build.BroadcastTo(new Node(node.Op, inputs), node.Shape);
    }

    /// <summary>A slice that lies in one part of a concatenation is a slice of that part.</summary>
    public static Node? SliceOfConcat(Node node)
    {
        if (node.Op is not Slice slice || node.Inputs[0].Op is not Concat concat) return null;
        if (slice.Axis != concat.Axis) return null;
        var (first, last) = slice.IsBackward ? (slice.Last, slice.Start) : (slice.Start, slice.Last);
        var start = Dim.Zero;
        foreach (var part in node.Inputs[0].Inputs)
        {
            var end = start + part.Shape[slice.Axis];
            if ((first - start).AtLeast(0) && (end - last).AtLeast(1))
                return Build.Slice(part, slice.Axis, slice.Start - start, slice.Count, slice.Step);
            start = end;
        }

        return null;
    }

    /// <summary>Of equal elements, fewer are repeated.</summary>
    public static Node? SliceOfBroadcast(Node node)
    {
        if (node.Op is not Slice slice || node.Inputs[0].Op is not Broadcast) return null;
        var once = node.Inputs[0].Inputs[0];
        return once.Shape[slice.Axis] == Dim.One ? Build.BroadcastTo(once, node.Shape) : null;
    }

    /// <summary>
    /// A sum of parts that are padded with zeros and lie one after the other is their concatenation: the gradient of
    /// a split.
    /// </summary>
    public static Node? SumOfPads(Node node)
    {
        if (node.Op is not Add) return null;
        var parts = new List<(Pad Pad, Node Node)>();
        if (!CollectPads(node, parts)) return null;
        int axis = parts[0].Pad.Axis;
        if (parts.Any(p => p.Pad.Axis != axis)) return null;

        var ends = new HashSet<Dim>(parts.Select(p => End(p.Pad, p.Node)));
        var firsts = parts.Where(p => !ends.Contains(p.Pad.Before)).ToList();
        if (firsts.Count != 1) return null;
        var ordered = new List<Node>();
        Dim before = firsts[0].Pad.Before, end = before;
        while (parts.FindIndex(p => p.Pad.Before == end) is >= 0 and var next)
        {
            ordered.Add(parts[next].Node);
            end = End(parts[next].Pad, parts[next].Node);
            parts.RemoveAt(next);
        }

        return parts.Count == 0 ? Build.Pad(Build.Concat(ordered, axis), axis, before, node.Shape[axis] - end) : null;
    }

    private static Dim End(Pad pad, Node part) => pad.Before + part.Shape[pad.Axis];

    /// <summary>The terms of a sum, where all are padded with zeros.</summary>
    private static bool CollectPads(Node node, List<(Pad Pad, Node Node)> parts)
    {
        if (node.Op is Pad { Value: 0 } pad)
        {
            parts.Add((pad, node.Inputs[0]));
            return true;
        }

        return node.Op is Add && CollectPads(node.Inputs[0], parts) && CollectPads(node.Inputs[1], parts);
    }
}
