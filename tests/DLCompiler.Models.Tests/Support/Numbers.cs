using DLCompiler.Compiler.Ops;

namespace DLCompiler.Models.Tests.Support;

/// <summary>Seeded values of a domain.</summary>
/// <param name="seed">Same seed, same values.</param>
/// <param name="domain">What values they may be.</param>
/// <param name="grain">Values are multiples of it, so that some are equal; 0 for any values.</param>
internal sealed class Numbers(int seed, CaseDomain domain = CaseDomain.Normal, double grain = 0)
{
    private readonly Random _random = new(seed);

    /// <summary>Numbers of the domain.</summary>
    public float[] Floats(int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(grain == 0 ? Draw() : Math.Round(Draw() / grain) * grain);
        return values;
    }

    /// <summary>Integers from 0 to below a bound.</summary>
    public int[] Integers(int count, int bound)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) values[i] = _random.Next(bound);
        return values;
    }

    private double Draw() => domain switch
    {
        CaseDomain.Positive => 0.5 + (1.5 * _random.NextDouble()),
        CaseDomain.Unit => _random.NextDouble(),
        _ => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()),
    };
}
