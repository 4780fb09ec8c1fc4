using System.Numerics.Tensors;

namespace DLCompiler.Samples;

/// <summary>
/// Groups of points (Lloyd 1982), whose first centres are far from one another (k-means++, Arthur, Vassilvitskii 2007).
/// </summary>
internal static class KMeans
{
    private const int Restarts = 5, Rounds = 30;

    /// <summary>The group of each point, of the restart whose points are nearest to their centres.</summary>
    /// <param name="points">[points, <paramref name="width"/>].</param>
    /// <param name="width">The numbers of a point.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="seed">Of the first centres.</param>
    public static int[] Groups(float[] points, int width, int groups, int seed) =>
        Enumerable.Range(0, Restarts)
            .Select(restart => Run(points, width, groups, new Random((1000 * seed) + restart)))
            .MinBy(run => run.Sum).Groups;

    private static (int[] Groups, double Sum) Run(float[] points, int width, int groups, Random random)
    {
        int count = points.Length / width;
        float[][] centres = FirstCentres(points, width, groups, random);
        var nearest = new int[count];
        var squares = new float[count];
        for (int round = 0; round < Rounds; round++)
        {
            _ = Parallel.For(0, count, i =>
                (nearest[i], squares[i]) = Nearest(points.AsSpan(i * width, width), centres));
            var sizes = new int[groups];
            float[][] sums = [.. centres.Select(_ => new float[width])];
            for (int i = 0; i < count; i++)
            {
                sizes[nearest[i]]++;
                TensorPrimitives.Add(sums[nearest[i]], points.AsSpan(i * width, width), sums[nearest[i]]);
            }

            // A group that has lost all its points keeps its centre.
            for (int g = 0; g < groups; g++)
            {
                if (sizes[g] > 0) TensorPrimitives.Divide(sums[g], sizes[g], centres[g]);
            }
        }

        return (nearest, squares.Sum(square => (double)square));
    }

    /// <summary>Each centre is a point, chosen the likelier, the farther it is from those before it.</summary>
    private static float[][] FirstCentres(float[] points, int width, int groups, Random random)
    {
        int count = points.Length / width;
        float[] squares = [.. Enumerable.Repeat(float.PositiveInfinity, count)];
        var centres = new List<float[]> { points.AsSpan(random.Next(count) * width, width).ToArray() };
        while (centres.Count < groups)
        {
            for (int i = 0; i < count; i++)
                squares[i] = Math.Min(squares[i], Square(points.AsSpan(i * width, width), centres[^1]));
            double left = random.NextDouble() * squares.Sum(square => (double)square);
            int chosen = 0;
            while (chosen < count - 1 && (left -= squares[chosen]) > 0) chosen++;
            centres.Add(points.AsSpan(chosen * width, width).ToArray());
        }

        return [.. centres];
    }

    private static (int Group, float Square) Nearest(ReadOnlySpan<float> point, float[][] centres)
    {
        (int Group, float Square) best = (0, float.PositiveInfinity);
        for (int g = 0; g < centres.Length; g++)
        {
            float square = Square(point, centres[g]);
            if (square < best.Square) best = (g, square);
        }

        return best;
    }

    private static float Square(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float distance = TensorPrimitives.Distance(x, y);
        return distance * distance;
    }
}
