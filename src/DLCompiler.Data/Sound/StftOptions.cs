namespace DLCompiler.Data;

/// <summary>How a sound is cut into frames: numbers of samples.</summary>
public sealed record StftOptions
{
    /// <summary>The samples that a transform takes; a power of 2 is fastest.</summary>
    public int FftSize { get; init; } = 400;

    /// <summary>The samples of a frame, in the middle of the transform's with zeros around; null for <see cref="FftSize"/>.</summary>
    public int? WindowSize { get; init; }

    /// <summary>The samples from a frame to the next; null for half of the window.</summary>
    public int? Hop { get; init; }

    /// <summary>
    /// Whether frame t has its middle at sample t · hop, with the sound mirrored at its ends (without its first and last sample);
    /// otherwise it starts there, and what does not fill a last frame is left out.
    /// </summary>
    public bool Centred { get; init; } = true;

    /// <summary>The samples of a frame.</summary>
    public int WindowLength => WindowSize ?? FftSize;

    /// <summary>The samples from a frame to the next.</summary>
    public int HopLength => Hop ?? WindowLength / 2;

    /// <summary>The frequencies of a frame, from 0 to half of the rate: ⌊FftSize / 2⌋ + 1.</summary>
    public int Bins => (FftSize / 2) + 1;

    /// <summary>The samples that are mirrored at each end.</summary>
    internal int Padding => Centred ? FftSize / 2 : 0;

    /// <summary>The shortest sound that has a frame.</summary>
    internal int Shortest => Centred ? Padding + 1 : FftSize;

    /// <summary>The frames of a sound.</summary>
    /// <param name="length">Its samples.</param>
    /// <returns>1 + ⌊length / hop⌋ if centred and the FFT's size is even; 0 for a sound that is too short for a frame.</returns>
    public int Frames(int length) => length < Shortest ? 0 : (int)(1 + ((length + (2L * Padding) - FftSize) / HopLength));

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        if (FftSize is < 2 or > 1 << 24) throw new ArgumentException($"{nameof(FftSize)} is from 2 to {1 << 24}, not {FftSize}.");
        if (WindowLength < 1 || WindowLength > FftSize)
            throw new ArgumentException($"{nameof(WindowSize)} is from 1 to {nameof(FftSize)} ({FftSize}), not {WindowLength}.");
        if (HopLength < 1) throw new ArgumentException($"{nameof(Hop)} is at least 1, not {HopLength}.");
    }
}
