using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Pinned floats with untouchable neighbours on both sides.</summary>
internal sealed class Memory
{
    private const int Guard = 32;
    private const float Sentinel = 12345.678f;

    private readonly float[] _values;

    public Memory(nint length, Func<int, float>? value = null)
    {
        Length = (int)length;
        _values = GC.AllocateArray<float>(Length + 2 * Guard, pinned: true);
        Array.Fill(_values, Sentinel);
        for (var i = 0; i < Length; i++) _values[Guard + i] = value?.Invoke(i) ?? 0;
    }

    public int Length { get; }

    public unsafe Floats Floats
    {
        get
        {
            fixed (float* start = _values) return new Floats((nint)(start + Guard));
        }
    }

    public Span<float> Values => _values.AsSpan(Guard, Length);

    public static Memory Random(Random random, nint length) => new(length, _ => random.NextSingle() * 2 - 1);

    public void AssertNeighboursUntouched()
    {
        Assert.All(_values[..Guard], v => Assert.Equal(Sentinel, v));
        Assert.All(_values[(Guard + Length)..], v => Assert.Equal(Sentinel, v));
    }
}
