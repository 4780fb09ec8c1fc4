using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// A run of neighbouring dimensions of a tensor, addressed by one row-major index over them. A reshape can join dimensions
/// that cannot be told apart afterwards, which is why a segment may span several.
/// </summary>
public readonly record struct Segment(int First, int Count, Affine Index);

/// <summary>
/// Which element of a tensor a kernel looks at, as a function of the kernel's axes. Movement ops are not executed but
/// followed: the access of their result gives the access of their input.
/// </summary>
public sealed class Access
{
    /// <summary>An access of the identities' table outlives its network.</summary>
    private const int MostFollowed = 32;

    private List<(Op Movement, Shape Other, bool IsBackward, Access? Access)>? _followed;
    private Affine? _linear;

    private Access(Shape shape, IReadOnlyList<Segment> segments)
    {
        Shape = shape;
        Segments = segments;
    }

    /// <summary>The tensor's shape.</summary>
    public Shape Shape { get; }

    /// <summary>The index along each segment, outermost first.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The row-major index. Two accesses of a tensor are the same where their linear indices are.</summary>
    public Affine Linear => _linear ??= RowMajor(Segments);

    /// <summary>Dimension i of the tensor is axis i of the kernel.</summary>
    public static Access Identity(Shape shape) => Identities.Of(shape);

    /// <summary>The identity, but the first element along each of <paramref name="axes"/>.</summary>
    public static Access Reduced(Shape shape, EquatableArray<int> axes) =>
        Of(shape, d => shape[d] == Dim.One || axes.Contains(d) ? Affine.Zero : Affine.OfAxis(d));

    /// <summary>The same element of another tensor of the same shape.</summary>
    public Access For(Shape shape) => shape == Shape ? this : throw new ArgumentException($"{shape} is not {Shape}.", nameof(shape));

    /// <summary>The same, but the first element along <paramref name="axes"/>, which have size 1 in the result.</summary>
    /// <returns>null where one segment spans dimensions of both kinds.</returns>
    public Access? Reduce(EquatableArray<int> axes)
    {
        var segments = new List<Segment>();
        foreach (var segment in Segments)
        {
            int reduced = axes.Count(a => a >= segment.First && a < segment.First + segment.Count);
            if (reduced == 0) segments.Add(segment);
            else if (reduced < segment.Count) return null;
            else segments.AddRange(Enumerable.Range(segment.First, segment.Count).Select(d => new Segment(d, 1, Affine.Zero)));
        }

        return new Access(Shape.Of(Shape.Dims.Select((d, i) => axes.Contains(i) ? Dim.One : d)), segments);
    }

    /// <summary>The kernel axes along which <paramref name="dimensions"/> are walked.</summary>
    public IEnumerable<int> AxesOf(EquatableArray<int> dimensions) =>
        Segments.Where(s => dimensions.Contains(s.First)).SelectMany(s => s.Index.Terms.Select(t => t.Axis)).Distinct().OrderBy(a => a);

    /// <summary>The same element with each axis replaced.</summary>
    public Access Substitute(Func<int, Affine> map) =>
        new(Shape, [.. Segments.Select(s => s with { Index = s.Index.Substitute(map) })]);

    /// <summary>The access as two: of the first <paramref name="rank"/> dimensions, and of those that follow.</summary>
    /// <returns>null where a segment spans dimensions of both.</returns>
    public (Access Leading, Access Trailing)? SplitAt(int rank)
    {
        if (Segments.Any(s => s.First < rank && s.First + s.Count > rank)) return null;
        var leading = new Access(Shape.Of(Shape.Dims.Take(rank)), [.. Segments.Where(s => s.First < rank)]);
        var after = Segments.Where(s => s.First >= rank).Select(s => s with { First = s.First - rank });
        return (leading, new Access(Shape.Of(Shape.Dims.Skip(rank)), [.. after]));
    }

    /// <summary>The element of a concatenation that this element of a part becomes.</summary>
    /// <returns>null where a segment spans <paramref name="axis"/> and dimensions outside it.</returns>
    public Access? Into(Shape whole, int axis, Dim start)
    {
        var segments = new List<Segment>();
        foreach (var segment in Segments)
        {
            bool holds = axis >= segment.First && axis < segment.First + segment.Count;
            if (holds && axis != segment.First) return null;
            var inner = Count(Shape, segment.First + 1, segment.First + segment.Count);
            segments.Add(holds ? segment with { Index = segment.Index + (start * inner) } : segment);
        }

        return new Access(whole, segments);
    }

    /// <summary>
    /// The access of a movement op's input, from this access of its result; null where it is not affine, so that the
    /// result must be in memory.
    /// </summary>
    public Access? Through(Node movement) =>
        movement.Inputs.Count == 0 ? null : Follow(movement, movement.Inputs[0].Shape, isBackward: false);

    /// <summary>
    /// The access of a movement op's result, from this access of its input, where the op loses and repeats nothing; else null.
    /// </summary>
    public Access? Backward(Node movement) => Follow(movement, movement.Shape, isBackward: true);

    /// <summary>Once for all that moves alike: kernels look again and again while they form, and so does each of many equal blocks.</summary>
    private Access? Follow(Node movement, Shape other, bool isBackward)
    {
        _followed ??= [];
        foreach (var known in _followed)
        {
            if (known.IsBackward == isBackward && known.Other == other && known.Movement == movement.Op) return known.Access;
        }

        var access = isBackward ? FindBackward(movement.Op, other) : FindThrough(movement.Op, other);
        if (_followed.Count == MostFollowed) _followed.Clear();
        _followed.Add((movement.Op, other, isBackward, access));
        return access;
    }

    private Access? FindThrough(Op movement, Shape input) => movement switch
    {
        Permute permute => Permuted(Inverse(permute.Order), input),
        Broadcast => ThroughBroadcast(input),
        Slice slice => ThroughSlice(slice, input),
        Reshape => As(input),
        _ => null,
    };

    private Access? FindBackward(Op movement, Shape result) => movement switch
    {
        Permute permute => Permuted(permute.Order, result),
        Reshape => As(result),
        _ => null,
    };

    private Dim CountOf(Segment segment) => Count(Shape, segment.First, segment.First + segment.Count);

    /// <summary>The elements of the dimensions from <paramref name="start"/> to <paramref name="end"/>.</summary>
    private static Dim Count(Shape shape, int start, int end)
    {
        var count = Dim.One;
        for (int d = start; d < end; d++) count *= shape[d];
        return count;
    }

    private static EquatableArray<int> Inverse(EquatableArray<int> order)
    {
        var inverse = new int[order.Count];
        for (int i = 0; i < inverse.Length; i++) inverse[order[i]] = i;
        return new EquatableArray<int>(inverse);
    }

    private Access? Permuted(EquatableArray<int> order, Shape result) =>
        Segments.Any(s => s.Count > 1) ? null : Of(result, d => Segments[order[d]].Index);

    private Access? ThroughBroadcast(Shape input)
    {
        var segments = new List<Segment>();
        foreach (var segment in Segments)
        {
            var dims = Enumerable.Range(segment.First, segment.Count).ToList();
            if (dims.All(d => input[d] == Shape[d])) segments.Add(segment);
            else if (dims.All(d => input[d] == Dim.One)) segments.AddRange(dims.Select(d => new Segment(d, 1, Affine.Zero)));
            else return null;
        }

        return new Access(input, segments);
    }

    private Access? ThroughSlice(Slice slice, Shape input)
    {
        var segments = new List<Segment>();
        foreach (var segment in Segments)
        {
            if (slice.Axis < segment.First || slice.Axis >= segment.First + segment.Count)
            {
                segments.Add(segment);
            }
            else if (segment.Count == 1)
            {
                segments.Add(segment with { Index = (segment.Index * slice.Step) + slice.Start });
            }
            else if (slice.Axis == segment.First && slice.Step == Dim.One)
            {
                var inner = Count(input, segment.First + 1, segment.First + segment.Count);
                segments.Add(segment with { Index = segment.Index + (slice.Start * inner) });
            }
            else
            {
                return null;
            }
        }

        return new Access(input, segments);
    }

    /// <summary>
    /// The same element under another shape. Cuts both shapes wherever as many elements lie before the cut on either side;
    /// between two cuts, our segments give one row-major index for the other shape's dimensions.
    /// </summary>
    public Access As(Shape other)
    {
        var result = new List<Segment>();
        var open = new List<Segment>();
        Dim ours = 1, theirs = 1;
        int cut = 0;
        foreach (var segment in Segments)
        {
            open.Add(segment);
            ours *= CountOf(segment);
            int end = cut;
            var product = theirs;
            while (product != ours && end < other.Rank) product *= other[end++];
            if (product != ours) continue;
            result.AddRange(Covering(other, cut, end, RowMajor(open)));
            (cut, theirs) = (end, ours);
            open.Clear();
        }

        result.AddRange(open.Count == 0 ? Covering(other, cut, other.Rank, Affine.Zero) : CutFromBehind(other, cut, open));
        return new Access(other, result);
    }

    /// <summary>
    /// What is left where sizes are equal that only a check at run time compares, as N and M: cut from the innermost dimension on.
    /// </summary>
    private List<Segment> CutFromBehind(Shape other, int start, List<Segment> open)
    {
        var inner = new List<Segment>();
        int end = other.Rank;
        for (; open.Count > 1 && end - start > 1 && CountOf(open[open.Count - 1]) == other[end - 1]; open.RemoveAt(open.Count - 1))
            inner.Insert(0, new Segment(--end, 1, open[open.Count - 1].Index));
        return [.. Covering(other, start, end, RowMajor(open)), .. inner];
    }

    private Affine RowMajor(IReadOnlyList<Segment> segments)
    {
        Affine index = Affine.Zero;
        var stride = Dim.One;
        for (int s = segments.Count - 1; s >= 0; s--)
        {
            index += segments[s].Index * stride;
            if (s > 0) stride *= CountOf(segments[s]);
        }

        return index;
    }

    /// <summary>The access with an index for each dimension.</summary>
    private static Access Of(Shape shape, Func<int, Affine> index)
    {
        var segments = new Segment[shape.Rank];
        for (int d = 0; d < segments.Length; d++) segments[d] = new Segment(d, 1, index(d));
        return new Access(shape, segments);
    }

    /// <summary>Segments for the dimensions from <paramref name="start"/> to <paramref name="end"/>: one for each of size 1, one for the rest.</summary>
    private static IEnumerable<Segment> Covering(Shape shape, int start, int end, Affine index)
    {
        int first = start, last = end - 1;
        while (first <= last && shape[first] == Dim.One) yield return new Segment(first++, 1, Affine.Zero);
        int tail = last;
        while (last > first && shape[last] == Dim.One) last--;
        if (first <= last) yield return new Segment(first, last - first + 1, index);
        for (int d = last + 1; d <= tail; d++) yield return new Segment(d, 1, Affine.Zero);
    }

    /// <summary>The identities that were last asked for, so that equal shapes share what is known of an access.</summary>
    private static class Identities
    {
        private const int Places = 256;

        [ThreadStatic]
        private static Access?[]? Known;

        public static Access Of(Shape shape)
        {
            Known ??= new Access?[Places];
            ref var place = ref Known[unchecked((uint)shape.GetHashCode()) % Places];
            return place is not null && place.Shape == shape ? place : place = Reduced(shape, []);
        }
    }
}
