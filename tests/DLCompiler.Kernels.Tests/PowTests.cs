using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>The power function over pairs of floats, against double precision.</summary>
public class PowTests
{
    private static readonly float[] Special =
    [
        0, -0f, 1, -1, 2, -2, 3, -3, 0.5f, -0.5f, 1.5f, -1.5f, 16777215, -16777215, 16777216, 1e30f, -1e30f, 1e-30f,
        -1e-30f, 1e-45f, -1e-45f, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN,
    ];

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void SpecialValuesAreAsIeee(int bits) =>
        Widths.Run(bits, new Check([.. Special.SelectMany(_ => Special, (x, y) => (x, y))]));

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void PairsOfEverySizeAgree(int bits)
    {
        var random = new Random(2);
        var pairs = new List<(float, float)>();
        for (var i = 0; i < 200_000; i++)
        {
            // Exponents of all signs and sizes whose power is within or a little beyond the range of floats.
            var x = BitConverter.Int32BitsToSingle(random.Next(0x7F800000));
            var y = (float)((random.NextDouble() * 320 - 160) / Math.Log2(x));
            pairs.Add((x, y));
            pairs.Add((-x, MathF.Round(y)));
            pairs.Add((1 + (random.NextSingle() - 0.5f) * MathF.Pow(10, -random.Next(7)), random.Next(-2000, 2000)));
        }

        Widths.Run(bits, new Check([.. pairs]));
    }

    private readonly struct Check((float X, float Y)[] pairs) : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var x = new Memory(V.Count);
            var y = new Memory(V.Count);
            for (nint start = 0; start < pairs.Length; start += V.Count)
            {
                var lanes = (int)nint.Min(V.Count, pairs.Length - start);
                for (var i = 0; i < lanes; i++) (x.Values[i], y.Values[i]) = pairs[(int)start + i];
                V.Store(V.Pow(V.Load(x.Floats, 0, V.Count), V.Load(y.Floats, 0, V.Count)), x.Floats, 0, V.Count);
                for (var i = 0; i < lanes; i++)
                {
                    var (a, b) = pairs[(int)start + i];
                    var reference = Math.Pow(a, b);
                    if (!Ulp.Agrees(x.Values[i], reference))
                        Assert.Fail($"Pow({a:R}, {b:R}) gives {x.Values[i]:R}, not {(float)reference:R}");
                }
            }
        }
    }
}
