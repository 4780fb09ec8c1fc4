using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// An index that is affine in the axes of a kernel: <c>Offset + Σ Coefficient · axis</c>. Value-equal; coefficients that
/// are 0 are not kept.
/// </summary>
public sealed record Affine
{
    public static readonly Affine Zero = new(Dim.Zero, []);

    private static readonly Affine[] Axes = [.. Enumerable.Range(0, 8).Select(axis => new Affine(Dim.Zero, [(axis, Dim.One)]))];

    private readonly int _hash;

    private Affine(Dim offset, EquatableArray<(int Axis, Dim Coefficient)> terms)
    {
        Offset = offset;
        Terms = terms;
        _hash = offset.GetHashCode();
        foreach (var (axis, coefficient) in terms) _hash = unchecked((((_hash * 31) + axis) * 31) + coefficient.GetHashCode());
    }

    public Dim Offset { get; }

    /// <summary>The coefficients that are not 0, by ascending axis.</summary>
    public EquatableArray<(int Axis, Dim Coefficient)> Terms { get; }

    public static Affine operator +(Affine left, Affine right)
    {
        if (right.Terms.Count == 0) return left + right.Offset;
        if (left.Terms.Count == 0) return right + left.Offset;
        var terms = new List<(int Axis, Dim Coefficient)>(left.Terms.Count + right.Terms.Count);
        int l = 0, r = 0;
        while (l < left.Terms.Count || r < right.Terms.Count)
        {
            bool takesLeft = r == right.Terms.Count || (l < left.Terms.Count && left.Terms[l].Axis <= right.Terms[r].Axis);
            bool takesRight = l == left.Terms.Count || (r < right.Terms.Count && right.Terms[r].Axis <= left.Terms[l].Axis);
            int axis = takesLeft ? left.Terms[l].Axis : right.Terms[r].Axis;
            var coefficient = Dim.Zero;
            if (takesLeft) coefficient += left.Terms[l++].Coefficient;
            if (takesRight) coefficient += right.Terms[r++].Coefficient;
            if (coefficient != Dim.Zero) terms.Add((axis, coefficient));
        }

        return new Affine(left.Offset + right.Offset, terms.ToEquatableArray());
    }

    public static Affine operator +(Affine left, Dim offset) =>
        offset == Dim.Zero ? left : new(left.Offset + offset, left.Terms);

    public static Affine operator *(Affine value, Dim factor)
    {
        if (factor == Dim.One) return value;
        if (factor == Dim.Zero) return Zero;
        var terms = new (int Axis, Dim Coefficient)[value.Terms.Count];
        for (int i = 0; i < terms.Length; i++) terms[i] = (value.Terms[i].Axis, value.Terms[i].Coefficient * factor);
        return new Affine(value.Offset * factor, new EquatableArray<(int Axis, Dim Coefficient)>(terms));
    }

    public static Affine OfAxis(int axis) => axis < Axes.Length ? Axes[axis] : new(Dim.Zero, [(axis, Dim.One)]);

    /// <summary>The index without what is the same everywhere.</summary>
    public Affine WithoutOffset() => new(Dim.Zero, Terms);

    /// <summary>What one step along <paramref name="axis"/> adds.</summary>
    public Dim Coefficient(int axis)
    {
        foreach (var (a, coefficient) in Terms)
        {
            if (a == axis) return coefficient;
        }

        return Dim.Zero;
    }

    /// <summary>The same index over other axes: each axis becomes what <paramref name="map"/> says.</summary>
    public Affine Substitute(Func<int, Affine> map) =>
        Terms.Aggregate(new Affine(Offset, []), (sum, t) => sum + (map(t.Axis) * t.Coefficient));

    public bool Equals(Affine? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Offset == other.Offset && Terms == other.Terms);

    public override int GetHashCode() => _hash;

    public override string ToString()
    {
        var parts = Terms.Select(t => t.Coefficient == Dim.One ? $"i{t.Axis}" : $"{t.Coefficient}*i{t.Axis}").ToList();
        if (Offset != Dim.Zero || parts.Count == 0) parts.Add(Offset.ToString());
        return string.Join(" + ", parts);
    }
}
