namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>The norm of all gradients, and the factor that limits it: computed and left on the device.</summary>
internal static class GradientClip
{
    /// <summary>How many parts the norm is summed in, each a float of memory.</summary>
    public const int Parts = 1024;

    /// <summary>Writes the factor, and the norm behind it.</summary>
    public static void Run(Device device, Floats gradients, long count, float limit, Floats target, Floats parts)
    {
        device.Rows(new SumsOfSquares(gradients, parts, (int)count, Parts), Parts, count / Parts);
        device.Rows(new ClipScale(parts, target, Parts, limit), 1, Parts);
    }

    /// <summary>Sums of parts of an array that lie one after the other.</summary>
    internal struct SumsOfSquares(Floats values, Floats sums, int count, int parts) : IRows
    {
        public Floats Values = values;
        public Floats Sums = sums;
        public int Count = count;
        public int Length = (count + parts - 1) / parts;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            float sum = 0f;
            int end = IntrinsicMath.Min(Count, (item + 1) * Length);
            for (int i = item * Length + team.First; i < end; i += team.Step) sum += Values[i] * Values[i];
            sum = team.Sum(sum);
            if (team.IsFirst) Sums[item] = sum;
        }
    }

    /// <summary>min(1, limit / (norm + 10⁻⁶)), and the norm behind it.</summary>
    internal struct ClipScale(Floats sums, Floats target, int count, float limit) : IRows
    {
        public Floats Sums = sums;
        public Floats Target = target;
        public int Count = count;
        public float Limit = limit;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            float sum = 0f;
            for (int i = team.First; i < Count; i += team.Step) sum += Sums[i];
            float norm = DeviceMath.Sqrt(team.Sum(sum));
            if (!team.IsFirst) return;
            Target[0] = DeviceMath.Minimum(1f, Limit / (norm + 1e-6f));
            Target[1] = norm;
        }
    }
}
