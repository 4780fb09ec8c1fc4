namespace DLCompiler.Data;

/// <summary>How a WAV file stores a sample.</summary>
public enum WavFormat
{
    /// <summary>8 bits without a sign, 128 for silence.</summary>
    Pcm8,

    /// <summary>16 bits with a sign.</summary>
    Pcm16,

    /// <summary>24 bits with a sign.</summary>
    Pcm24,

    /// <summary>32 bits with a sign.</summary>
    Pcm32,

    /// <summary>A float of 32 bits; full scale is 1.</summary>
    Float32,

    /// <summary>A float of 64 bits; full scale is 1.</summary>
    Float64,
}
