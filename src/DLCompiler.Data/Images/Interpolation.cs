namespace DLCompiler.Data;

/// <summary>How <see cref="Image.Resize"/> makes pixels.</summary>
public enum Interpolation
{
    /// <summary>
    /// A weighted mean of all pixels under a triangle that is as wide as the scale: nothing is skipped where a picture shrinks. The
    /// same numbers as PIL's <c>BILINEAR</c>, which torchvision's <c>Resize</c> has with <c>antialias</c>.
    /// </summary>
    Area,

    /// <summary>
    /// The four nearest pixels by distance, pixel centres at halves: what PyTorch's <c>interpolate</c> gives without
    /// <c>antialias</c> and <c>align_corners</c>. A picture that shrinks to less than half loses what lies between.
    /// </summary>
    Bilinear,

    /// <summary>The pixel at the centre of the new one: for pictures whose samples are labels.</summary>
    Nearest,
}
