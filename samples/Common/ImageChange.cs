namespace DLCompiler.Samples;

/// <summary>Draws an image as it might as well have been, so that a network does not learn by heart what it saw.</summary>
/// <param name="source">The image.</param>
/// <param name="target">Receives the changed one.</param>
/// <param name="side">Pixels in a row, and rows.</param>
/// <param name="random">Where chance comes from.</param>
internal delegate void ImageChange(ReadOnlySpan<float> source, Span<float> target, int side, Random random);
