using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>A walk along an axis with any number of sequences and states.</summary>
internal static class Recurrence
{
    private const string Op = nameof(Ops.Scan);

    public static (Tensor Outputs, Tensor[] Last) Run(
        Tensor[] xs,
        Tensor[] initial,
        Func<Tensor[], Tensor[], (Tensor Output, Tensor[] Next)> step,
        int axis,
        bool reverse)
    {
        int length = Length(xs, axis);
        foreach (var state in initial) ArgumentNullException.ThrowIfNull(state, nameof(initial));
        var outputs = new Tensor[Math.Max(length, 1)];
        var states = initial;
        EagerRun.Iterate(length, reverse, t =>
        {
            var (output, next) = step(Array.ConvertAll(xs, x => Slice(x, axis, t, length)), states);
            outputs[t] = output;
            for (int s = 0; s < states.Length; s++) CheckState(s, states[s], next[s]);
            if (length > 0) states = next;
        });
        return (Stack(outputs, axis, length), states);
    }

    private static int Length(Tensor[] xs, int axis)
    {
        ArgumentNullException.ThrowIfNull(xs);
        if (xs.Length == 0) throw new ArgumentException($"{Op}: there is no sequence.", nameof(xs));
        foreach (var x in xs) ArgumentNullException.ThrowIfNull(x, nameof(xs));
        int length = xs[0].Dimensions[Axes.Resolve(Op, axis, xs[0].Rank)];
        foreach (var x in xs)
        {
            int other = x.Dimensions[Axes.Resolve(Op, axis, x.Rank)];
            if (other != length)
                throw new ArgumentException($"{Op}: the sequences have {length} and {other} steps.", nameof(xs));
        }

        return length;
    }

    /// <summary>A slice; zeros where the sequence has none, to learn the shape of an output.</summary>
    private static Tensor Slice(Tensor x, int axis, int position, int length)
    {
        int walked = Axes.Resolve(Op, axis, x.Rank);
        AxisSlice[] slices = [.. Enumerable.Repeat((AxisSlice)Range.All, walked), position];
        if (length > 0) return x[slices];
        int[] shape = [.. x.Dimensions[..walked], .. x.Dimensions[(walked + 1)..]];
        return Tensor.Result(new double[ShapeText.Count(shape)], shape);
    }

    private static Tensor Stack(Tensor[] outputs, int axis, int length)
    {
        int[] shape = outputs[0].Dimensions;
        if (Array.Find(outputs, o => !o.Dimensions.AsSpan().SequenceEqual(shape)) is { } other)
        {
            throw new ArgumentException(
                $"{Op}: one step gives {ShapeText.Of(shape)}, another {ShapeText.Of(other.Dimensions)}.");
        }

        int stacked = Axes.Resolve(Op, axis, shape.Length + 1);
        if (length == 0) return Tensor.Result([], [.. shape[..stacked], 0, .. shape[stacked..]]);
        return Ops.Stack(outputs, stacked);
    }

    private static void CheckState(int number, Tensor before, Tensor after)
    {
        if (before.Dimensions.AsSpan().SequenceEqual(after.Dimensions)) return;
        string from = ShapeText.Of(before.Dimensions), to = ShapeText.Of(after.Dimensions);
        throw new ArgumentException(
            $"{Op}: a state keeps its shape, but a step makes state {number + 1} {to} of {from}.");
    }
}
