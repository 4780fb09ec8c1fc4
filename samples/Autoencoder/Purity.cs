namespace DLCompiler.Samples;

/// <summary>How well groups that know no labels agree with them.</summary>
internal static class Purity
{
    /// <summary>The share of the points that are of their group's most frequent class.</summary>
    public static double Of(IReadOnlyList<int> groups, IReadOnlyList<int> labels) =>
        (double)groups.Zip(labels)
            .GroupBy(point => point.First, point => point.Second)
            .Sum(group => group.CountBy(label => label).Max(label => label.Value)) / labels.Count;
}
