using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Loads, stores and the plain operations at every width.</summary>
public class SimdTests
{
    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void PartialLoadsZeroFill(int bits) => Widths.Run(bits, new PartialLoads());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void PartialStoresTouchNothingElse(int bits) => Widths.Run(bits, new PartialStores());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void KeepReplacesTheMissingLanes(int bits) => Widths.Run(bits, new Keeping());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void LanesReduce(int bits) => Widths.Run(bits, new Reductions());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void LanesOfTwoVectorsMix(int bits) => Widths.Run(bits, new Mixing());

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void OperationsAgreeWithScalars(int bits) => Widths.Run(bits, new Operations());

    private static float[] ToArray<V>(V value) where V : struct, ISimd<V>
    {
        var memory = new Memory(V.Count);
        V.Store(value, memory.Floats, 0, V.Count);
        return memory.Values.ToArray();
    }

    private struct Mixing : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var count = (int)V.Count;
            float[] numbers = [.. Enumerable.Range(0, 2 * count)], zipped = [.. numbers.Select((_, i) => i / 2f + i % 2 * (count - 0.5f))];
            V a = V.Iota(0), b = V.Iota(count);
            Assert.Equal(numbers.Where((_, i) => i % 2 == 0), ToArray(V.Even(a, b)));
            Assert.Equal(numbers.Where((_, i) => i % 2 == 1), ToArray(V.Odd(a, b)));
            Assert.Equal(zipped.Take(count), ToArray(V.ZipLow(a, b)));
            Assert.Equal(zipped.Skip(count), ToArray(V.ZipHigh(a, b)));
        }
    }

    private struct PartialLoads : IWidthCheck
    {
        public unsafe void Run<V>() where V : struct, ISimd<V>
        {
            var memory = new Memory(4 * V.Count, i => i + 1);
            var integers = Enumerable.Range(1, memory.Length).ToArray();
            fixed (int* start = integers)
            {
                for (nint lanes = 0; lanes <= V.Count; lanes++)
                {
                    // What exists ends with the lanes: reading on would show the neighbours.
                    var expected = (int)lanes;
                    AssertLanes(V.Load(memory.Floats, memory.Length - lanes, lanes), memory.Length - expected + 1, 1);
                    AssertLanes(V.Load(new Ints((nint)start), 2, lanes), 3, 1);
                    AssertLanes(V.LoadStrided(memory.Floats, 1, 3, lanes), 2, 3);
                    AssertLanes(V.LoadStrided(new Ints((nint)start), 1, 3, lanes), 2, 3);

                    void AssertLanes(V actual, int first, int step) => Assert.Equal(
                        Enumerable.Range(0, (int)V.Count).Select(i => i < expected ? first + i * (float)step : 0),
                        ToArray(actual));
                }
            }
        }
    }

    private struct PartialStores : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            for (nint lanes = 0; lanes <= V.Count; lanes++)
            {
                var adjacent = new Memory(lanes);
                V.Store(V.Iota(1), adjacent.Floats, 0, lanes);
                adjacent.AssertNeighboursUntouched();
                Assert.Equal(Enumerable.Range(1, (int)lanes).Select(i => (float)i), adjacent.Values.ToArray());

                var strided = new Memory(2 * lanes);
                V.StoreStrided(V.Iota(1), strided.Floats, 0, 2, lanes);
                strided.AssertNeighboursUntouched();
                Assert.Equal(
                    Enumerable.Range(0, 2 * (int)lanes).Select(i => i % 2 == 0 ? i / 2 + 1f : 0),
                    strided.Values.ToArray());
            }
        }
    }

    private struct Keeping : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            for (nint lanes = 0; lanes <= V.Count; lanes++)
            {
                var existing = (int)lanes;
                Assert.Equal(
                    Enumerable.Range(0, (int)V.Count).Select(i => i < existing ? i : float.NegativeInfinity),
                    ToArray(V.Keep(V.Iota(0), lanes, float.NegativeInfinity)));
            }
        }
    }

    private struct Reductions : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var count = (int)V.Count;
            var memory = Memory.Random(new Random(3), count);
            for (var special = 0; special < count; special++)
            {
                var previous = memory.Values[special];
                memory.Values[special] = 3;
                Assert.Equal(3, V.Max(V.Load(memory.Floats, 0, V.Count)));
                memory.Values[special] = -3;
                Assert.Equal(-3, V.Min(V.Load(memory.Floats, 0, V.Count)));
                memory.Values[special] = float.NaN;
                Assert.Equal(float.NaN, V.Max(V.Load(memory.Floats, 0, V.Count)));
                Assert.Equal(float.NaN, V.Min(V.Load(memory.Floats, 0, V.Count)));
                Assert.Equal(float.NaN, V.Sum(V.Load(memory.Floats, 0, V.Count)));
                memory.Values[special] = previous;
            }

            Assert.Equal(count * (count - 1) / 2, V.Sum(V.Iota(0)));
        }
    }

    private struct Operations : IWidthCheck
    {
        private static readonly float[] Values =
            [0, -0f, 1, -1, 2.5f, -2.5f, 1e30f, -1e-40f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

        public void Run<V>() where V : struct, ISimd<V>
        {
            foreach (var x in Values)
            {
                Same(MathF.Abs(x), V.Abs(V.Create(x)));
                Same(-x, V.Negate(V.Create(x)));
                Same(MathF.Floor(x), V.Floor(V.Create(x)));
                Same(x < 0 ? 0 : x, V.Relu(V.Create(x)));
                foreach (var y in Values) Binary<V>(x, y);
            }
        }

        private static void Binary<V>(float x, float y) where V : struct, ISimd<V>
        {
            V a = V.Create(x), b = V.Create(y);
            Same(x + y, V.Add(a, b));
            Same(x - y, V.Subtract(a, b));
            Same(x * y, V.Multiply(a, b));
            Same(x / y, V.Divide(a, b));
            Same(MathF.Max(x, y), V.Maximum(a, b));
            Same(MathF.Min(x, y), V.Minimum(a, b));
            Same(x < y ? 1 : 0, V.Less(a, b));
            Same(x <= y ? 1 : 0, V.LessEqual(a, b));
            Same(x > y ? 1 : 0, V.Greater(a, b));
            Same(x >= y ? 1 : 0, V.GreaterEqual(a, b));
            Same(x == y ? 1 : 0, V.Equal(a, b));
            Same(x != y ? 1 : 0, V.NotEqual(a, b));
            Same(x != 0 ? y : 7, V.Where(a, b, V.Create(7)));
            Same(V.IsFused ? MathF.FusedMultiplyAdd(x, y, 1) : x * y + 1, V.Fma(a, b, V.Create(1)));
        }

        // Zeros of both signs are equal here, as in the comparison of floats.
        private static void Same<V>(float expected, V actual) where V : struct, ISimd<V> =>
            Assert.All(
                ToArray(actual),
                lane => Assert.True(lane.Equals(expected) || lane == expected, $"{lane}, not {expected}"));
    }
}
