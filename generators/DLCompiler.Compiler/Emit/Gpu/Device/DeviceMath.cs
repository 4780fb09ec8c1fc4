namespace DLCompiler.Gpu;

using System;
using ILGPU;

/// <summary>
/// The functions of models, made of arithmetic and bits as the CPU's are, with the same polynomials: ILGPU's own need its
/// library of algorithms, and some have eleven bits on a GPU.
/// </summary>
internal static class DeviceMath
{
    /// <summary>The greater; NaN if either is.</summary>
    public static float Maximum(float a, float b) => float.IsNaN(a) || a > b ? a : b;

    /// <summary>The less; NaN if either is.</summary>
    public static float Minimum(float a, float b) => float.IsNaN(a) || a < b ? a : b;

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    public static float Relu(float x) => x < 0f ? 0f : x;

    public static float Abs(float x) => IntrinsicMath.Abs(x);

    public static float Sqrt(float x) => MathF.Sqrt(x);

    public static float Rsqrt(float x) => 1f / MathF.Sqrt(x);

    public static float Floor(float x) => MathF.Floor(x);

    /// <summary>eˣ: with x = n·ln 2 + r it is 2ⁿ·eʳ.</summary>
    public static float Exp(float x)
    {
        float n = Reduce(Minimum(89f, Maximum(-104f, x)), out float r);
        return Scale(r * r * ExpTail(r) + r + 1f, (int)n);
    }

    /// <summary>eˣ − 1, accurate near 0.</summary>
    public static float Expm1(float x) => IntrinsicMath.Abs(x) < 0.34f ? x * x * ExpTail(x) + x : Exp(x) - 1f;

    /// <summary>ln x; −∞ for 0, NaN below.</summary>
    public static float Log(float x)
    {
        if (x < 0f || float.IsNaN(x)) return float.NaN;
        if (x == 0f) return float.NegativeInfinity;
        if (float.IsPositiveInfinity(x)) return x;
        float e = 0f;
        if (x < 1.17549435e-38f)
        {
            x *= 8388608f;
            e = -23f;
        }

        // x = 2ᵉ(1 + f) with √½ ≤ 1 + f < √2: taking away the bits of √½ moves the border of the exponent there.
        int bits = (int)Interop.FloatAsInt(x), exponent = (bits - 0x3F3504F3) >> 23;
        e += exponent;
        float f = Interop.IntAsFloat((uint)(bits - (exponent << 23))) - 1f, square = f * f;
        float p = 0.0650676787f * f - 0.115139917f;
        p = p * f + 0.118909582f;
        p = p * f - 0.124298178f;
        p = p * f + 0.142236233f;
        p = p * f - 0.166667655f;
        p = p * f + 0.200017929f;
        p = p * f - 0.250000268f;
        p = p * f + 0.333333194f;
        return e * 0.693359375f + (f + (square * -0.5f + (square * f * p + e * -2.12194442e-4f)));
    }

    /// <summary>ln(1 + x) by u = 1 + x: what rounding took from u is put back by the quotient.</summary>
    public static float Log1p(float x)
    {
        float u = 1f + x;
        if (u == 1f) return x;
        return float.IsPositiveInfinity(u) ? u : Log(u) * (x / (u - 1f));
    }

    /// <summary>tanh x = (e²ˣ − 1) / (e²ˣ + 1), of |x| with the sign put back.</summary>
    public static float Tanh(float x)
    {
        float e = Expm1(Minimum(20f, 2f * IntrinsicMath.Abs(x)));
        float magnitude = e / (e + 2f);
        return x < 0f ? -magnitude : magnitude;
    }

    /// <summary>1 / (1 + e⁻ˣ), from e^−|x|, which does not overflow.</summary>
    public static float Sigmoid(float x)
    {
        float e = Exp(-IntrinsicMath.Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <summary>erf x: an odd polynomial near 0, and 1 − e^q(|x|) beyond.</summary>
    public static float Erf(float x)
    {
        float t = Minimum(4f, IntrinsicMath.Abs(x));
        if (t > 0.925f)
        {
            float q = 1.52582288e-6f * t - 4.39530995e-5f;
            q = q * t + 0.000579936779f;
            q = q * t - 0.00468485663f;
            q = q * t + 0.0262210984f;
            q = q * t - 0.109749161f;
            q = q * t - 0.632156312f;
            q = q * t - 1.13005161f;
            float far = 1f - Exp(q * t + 0.000277825195f);
            return x < 0f ? -far : far;
        }

        float s = x * x;
        float p = -0.000597083534f * s + 0.00498952577f;
        p = p * s - 0.026764404f;
        p = p * s + 0.112817682f;
        p = p * s - 0.376124918f;
        return x * (p * s + 0.128379151f) + x;
    }

    /// <summary>sin x for |x| up to 2¹⁵, about.</summary>
    public static float Sin(float x) => Wave(x, 0);

    /// <summary>cos x = sin(x + π/2).</summary>
    public static float Cos(float x) => Wave(x, 1);

    /// <summary>xʸ as IEEE 754's pow: e^(y·ln|x|), with the sign of an odd power.</summary>
    public static float Pow(float x, float y)
    {
        if (y == 0f || x == 1f) return 1f;
        if (float.IsNaN(x) || float.IsNaN(y)) return x + y;
        float magnitude = x == 0f ? (y > 0f ? 0f : float.PositiveInfinity) : Power(IntrinsicMath.Abs(x), y);
        if (x >= 0f) return magnitude;
        if (MathF.Floor(y) != y) return float.IsInfinity(x) ? magnitude : float.NaN;
        float half = 0.5f * y;
        return MathF.Floor(half) != half ? -magnitude : magnitude;
    }

    public static float Less(float a, float b) => a < b ? 1f : 0f;

    public static float LessEqual(float a, float b) => a <= b ? 1f : 0f;

    public static float Greater(float a, float b) => a > b ? 1f : 0f;

    public static float GreaterEqual(float a, float b) => a >= b ? 1f : 0f;

    public static float Equal(float a, float b) => a == b ? 1f : 0f;

    public static float NotEqual(float a, float b) => a == b ? 0f : 1f;

    /// <summary>a where the condition is not 0, b elsewhere.</summary>
    public static float Where(float condition, float a, float b) => condition == 0f ? b : a;

    /// <summary>
    /// Element <paramref name="index"/> of the stream <paramref name="key"/>: Threefry-2x32 with 13 rounds, bit for bit the
    /// CPU's (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
    /// </summary>
    public static float RandomUniform(ulong key, long index)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32), k2 = 0x1BD11BDAu ^ k0 ^ k1;
        uint x0 = (uint)index + k0, x1 = (uint)(index >> 32) + k1;
        x0 += x1; x1 = Rotate(x1, 13) ^ x0;
        x0 += x1; x1 = Rotate(x1, 15) ^ x0;
        x0 += x1; x1 = Rotate(x1, 26) ^ x0;
        x0 += x1; x1 = Rotate(x1, 6) ^ x0;
        x0 += k1; x1 += k2 + 1u;
        x0 += x1; x1 = Rotate(x1, 17) ^ x0;
        x0 += x1; x1 = Rotate(x1, 29) ^ x0;
        x0 += x1; x1 = Rotate(x1, 16) ^ x0;
        x0 += x1; x1 = Rotate(x1, 24) ^ x0;
        x0 += k2; x1 += k0 + 2u;
        x0 += x1; x1 = Rotate(x1, 13) ^ x0;
        x0 += x1; x1 = Rotate(x1, 15) ^ x0;
        x0 += x1; x1 = Rotate(x1, 26) ^ x0;
        x0 += x1; x1 = Rotate(x1, 6) ^ x0;
        x0 += k0; x1 += k1 + 3u;
        x0 += x1;
        return (int)(x0 >> 8) * (1f / 16777216f);
    }

    private static uint Rotate(uint x, int bits) => (x << bits) | (x >> (32 - bits));

    private static float Power(float x, float y) => Exp(y * Log(x));

    /// <summary>sin(x + quarters · π/2): ±sin r or ±cos r, where x = n·π/2 + r and π/2 is four floats of few bits.</summary>
    private static float Wave(float x, int quarters)
    {
        float n = MathF.Floor(x * 0.636619772f + 0.5f);
        float r = x - n * 1.5703125f;
        r -= n * 0.000482559204f;
        r -= n * 1.2665987e-6f;
        r -= n * 9.9209358e-10f;
        int quadrant = (int)n + quarters;
        float z = r * r, wave;
        if ((quadrant & 1) == 0)
        {
            float p = -0.000195172062f * z + 0.00833218452f;
            p = p * z - 0.166666552f;
            wave = z * r * p + r;
        }
        else
        {
            float p = 2.44543608e-5f * z - 0.00138875714f;
            p = p * z + 0.041666653f;
            wave = z * z * p + (z * -0.5f + 1f);
        }

        return (quadrant & 2) == 0 ? wave : -wave;
    }

    /// <summary>x = n·ln 2 + r with |r| ≤ ln 2 / 2.</summary>
    private static float Reduce(float x, out float r)
    {
        float n = MathF.Floor(x * 1.442695f + 0.5f);
        r = x - n * 0.693359375f - n * -2.12194442e-4f;
        return n;
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ 0.3483.</summary>
    private static float ExpTail(float r)
    {
        float p = 0.00138430984f * r + 0.0083672069f;
        p = p * r + 0.0416677222f;
        p = p * r + 0.166665375f;
        return p * r + 0.49999997f;
    }

    /// <summary>x · 2ⁿ, in two steps, as 2ⁿ alone may overflow or vanish.</summary>
    private static float Scale(float x, int n)
    {
        int half = n >> 1;
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    private static float PowerOfTwo(int n) => Interop.IntAsFloat((uint)((n + 127) << 23));
}
