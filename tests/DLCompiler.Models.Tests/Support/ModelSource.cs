namespace DLCompiler.Models.Tests.Support;

/// <summary>A model as a user writes it; usings are added.</summary>
/// <param name="Name">The class's name, without a namespace.</param>
/// <param name="Text">The source.</param>
internal sealed record ModelSource(string Name, string Text);
