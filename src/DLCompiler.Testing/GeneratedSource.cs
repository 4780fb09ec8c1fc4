namespace DLCompiler.Testing;

/// <summary>A file that the generator wrote.</summary>
/// <param name="Name">Its name, such as <c>Demo.Net.DLCompiler.g.cs</c>.</param>
/// <param name="Text">Its text.</param>
public sealed record GeneratedSource(string Name, string Text);
