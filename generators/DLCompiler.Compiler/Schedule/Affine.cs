using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>
/// An index that is affine in the axes of a kernel: <c>Offset + Σ Coefficient · axis</c>. Value-equal; coefficients that
/// are 0 are not kept.
/// </summary>
public sealed record Affine
{
    public static readonly Affine Zero = new(Dim.Zero, []);

    private Affine(Dim offset, EquatableArray<(int Axis, Dim Coefficient)> terms)
    {
        Offset = offset;
        Terms = terms;
    }

    public Dim Offset { get; }

    /// <summary>The coefficients that are not 0, by ascending axis.</summary>
    public EquatableArray<(int Axis, Dim Coefficient)> Terms { get; }

    public static Affine operator +(Affine left, Affine right) =>
        Make(left.Offset + right.Offset, left.Terms.Concat(right.Terms));

    public static Affine operator +(Affine left, Dim offset) => new(left.Offset + offset, left.Terms);

    public static Affine operator *(Affine value, Dim factor) =>
        Make(value.Offset * factor, value.Terms.Select(t => (t.Axis, t.Coefficient * factor)));

    public static Affine OfAxis(int axis) => new(Dim.Zero, [(axis, Dim.One)]);

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

    public override string ToString()
    {
        var parts = Terms.Select(t => t.Coefficient == Dim.One ? $"i{t.Axis}" : $"{t.Coefficient}*i{t.Axis}").ToList();
        if (Offset != Dim.Zero || parts.Count == 0) parts.Add(Offset.ToString());
        return string.Join(" + ", parts);
    }

    private static Affine Make(Dim offset, IEnumerable<(int Axis, Dim Coefficient)> terms) =>
        new(offset, terms.GroupBy(t => t.Axis)
            .Select(g => (Axis: g.Key, Coefficient: g.Aggregate(Dim.Zero, (sum, t) => sum + t.Coefficient)))
            .Where(t => t.Coefficient != Dim.Zero)
            .OrderBy(t => t.Axis)
            .ToEquatableArray());
}
