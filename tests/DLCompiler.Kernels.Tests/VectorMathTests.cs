using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>
/// The transcendental functions at every width, over floats of every exponent, and on request over all floats.
/// </summary>
public class VectorMathTests
{
    private const int SamplesOfExponent = 100;

    private static readonly float[] Sampled = Samples();

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void ExpIsAccurate(int bits) => Widths.Run(bits, new Sample<Exp>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void Expm1IsAccurate(int bits) => Widths.Run(bits, new Sample<Expm1>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void LogIsAccurate(int bits) => Widths.Run(bits, new Sample<Log>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void Log1pIsAccurate(int bits) => Widths.Run(bits, new Sample<Log1p>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void TanhIsAccurate(int bits) => Widths.Run(bits, new Sample<Tanh>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void SigmoidIsAccurate(int bits) => Widths.Run(bits, new Sample<Sigmoid>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void ErfIsAccurate(int bits) => Widths.Run(bits, new Sample<Erf>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void SinIsAccurate(int bits) => Widths.Run(bits, new Sample<Sin>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void CosIsAccurate(int bits) => Widths.Run(bits, new Sample<Cos>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void SqrtIsAccurate(int bits) => Widths.Run(bits, new Sample<Sqrt>());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void RsqrtIsAccurate(int bits) => Widths.Run(bits, new Sample<Rsqrt>());

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfExp() => Sweep<Exp>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfExpm1() => Sweep<Expm1>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfLog() => Sweep<Log>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfLog1p() => Sweep<Log1p>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfTanh() => Sweep<Tanh>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfSigmoid() => Sweep<Sigmoid>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfErf() => Sweep<Erf>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfSin() => Sweep<Sin>();

    [Fact, Trait("Category", "Slow")]
    public void EveryFloatOfCos() => Sweep<Cos>();

    private static void Sweep<F>() where F : IFunction => Widths.Run(SimdWidth.Bits, new AllFloats<F>());

    /// <summary>Every exponent with random mantissas, both signs, and what functions treat specially.</summary>
    private static float[] Samples()
    {
        var random = new Random(1);
        var samples = new List<float> { 0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity };
        for (var exponent = 0; exponent < 255; exponent++)
        {
            for (var i = 0; i < SamplesOfExponent; i++)
            {
                var x = BitConverter.Int32BitsToSingle((exponent << 23) | random.Next(1 << 23));
                samples.Add(x);
                samples.Add(-x);
            }
        }

        // Where an implementation changes over: overflow, the least normal and subnormal results, polynomials' borders.
        float[] borders = [88.72284f, 87.33655f, 103.97208f, 16.6355f, 9.01f, 0.925f, 3.92f, 0.3465736f, 32768];
        foreach (var border in borders)
        {
            var bits = BitConverter.SingleToInt32Bits(border);
            for (var step = -50; step <= 50; step++)
            {
                samples.Add(BitConverter.Int32BitsToSingle(bits + step));
                samples.Add(-BitConverter.Int32BitsToSingle(bits + step));
            }
        }

        return [.. samples];
    }

    private readonly struct Sample<F> : IWidthCheck where F : IFunction
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var memory = new Memory(V.Count);
            for (nint start = 0; start < Sampled.Length; start += V.Count)
            {
                var lanes = (int)nint.Min(V.Count, Sampled.Length - start);
                var x = Sampled.AsSpan((int)start, lanes);
                x.CopyTo(memory.Values);
                V.Store(F.Vector(V.Load(memory.Floats, 0, V.Count)), memory.Floats, 0, V.Count);
                for (var i = 0; i < lanes; i++) AssertAgrees<F>(x[i], memory.Values[i]);
            }
        }
    }

    private readonly struct AllFloats<F> : IWidthCheck where F : IFunction
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var width = (int)V.Count;
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, 1 << 16, options, high =>
            {
                Span<float> results = stackalloc float[width];
                for (var low = 0; low < 1 << 16; low += width)
                {
                    var first = (high << 16) | low;
                    var x = V.AddBits(V.CreateBits(first), V.LaneNumbers);
                    Copy(F.Vector(x), results);
                    for (var i = 0; i < width; i++)
                        AssertAgrees<F>(BitConverter.Int32BitsToSingle(first + i), results[i]);
                }
            });
        }

        private static unsafe void Copy<V>(V value, Span<float> to) where V : struct, ISimd<V>
        {
            fixed (float* start = to) V.Store(value, new Floats((nint)start), 0, V.Count);
        }
    }

    private static void AssertAgrees<F>(float x, float actual) where F : IFunction
    {
        var reference = F.Reference(x);
        if (!Ulp.Agrees(actual, reference))
            Assert.Fail($"{typeof(F).Name}({x:R}) gives {actual:R}, not {(float)reference:R}");
    }
}
