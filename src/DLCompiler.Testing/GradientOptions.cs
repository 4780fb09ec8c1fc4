namespace DLCompiler.Testing;

/// <summary>How gradients are compared with differences.</summary>
public sealed record GradientOptions
{
    /// <summary>
    /// How far a gradient may be from the difference, as a share of the largest gradient of the same parameter, or of a
    /// thousandth of the model's largest where that is more. Compiled gradients are float32, and rounding adds up over a
    /// network: 10⁻³ unless set. A wrong gradient is seldom nearer than 10⁻¹.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>
    /// How many elements of each parameter are compared, evenly spread; two evaluations of the loss each. 16 unless set.
    /// </summary>
    public int Elements { get; init; } = 16;

    /// <summary>The seed of random ops such as dropout.</summary>
    public int Seed { get; init; }
}
