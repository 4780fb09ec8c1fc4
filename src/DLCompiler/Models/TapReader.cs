namespace DLCompiler;

/// <summary>Reads an inside view of a network, which <see cref="Ops.Tap"/> shows, while <c>Predict</c> runs.</summary>
/// <param name="name">
/// The view's name, after that of the block that shows it: <c>Blocks.0.attention</c>. Of a name that comes again, the
/// second is <c>attention2</c>.
/// </param>
/// <param name="shape">The length of each axis.</param>
/// <param name="values">
/// The values, row-major: memory of the network, which is used again when the reader returns. Copy what must last.
/// </param>
public delegate void TapReader(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values);
