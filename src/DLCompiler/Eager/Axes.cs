namespace DLCompiler;

/// <summary>Axis numbers as users give them: negative ones count from the end.</summary>
internal static class Axes
{
    /// <summary>The axis counted from the first.</summary>
    /// <exception cref="ArgumentException">The axis is outside a tensor of <paramref name="rank"/>.</exception>
    public static int Resolve(string op, int axis, int rank) =>
        axis >= -rank && axis < rank
            ? (axis + rank) % rank
            : throw new ArgumentException($"{op}: axis {axis} is outside a tensor of rank {rank}.", nameof(axis));

    /// <summary>Distinct axes in ascending order.</summary>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static int[] Resolve(string op, int[] axes, int rank)
    {
        ArgumentNullException.ThrowIfNull(axes);
        int[] resolved = [.. axes.Select(a => Resolve(op, a, rank)).Order()];
        for (int i = 1; i < resolved.Length; i++)
        {
            if (resolved[i] == resolved[i - 1])
                throw new ArgumentException($"{op}: axis {resolved[i]} is named twice.", nameof(axes));
        }

        return resolved;
    }

    /// <summary>Every axis.</summary>
    public static int[] All(int rank) => [.. Enumerable.Range(0, rank)];

    /// <summary>The order that moves <paramref name="axes"/> to the end and keeps the others as they are.</summary>
    public static int[] MovedLast(int[] axes, int rank) =>
        [.. All(rank).Where(a => !axes.Contains(a)), .. axes];

    /// <summary>The order that undoes <paramref name="order"/>.</summary>
    public static int[] Inverse(int[] order)
    {
        int[] inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++) inverse[order[i]] = i;
        return inverse;
    }
}
