namespace DLCompiler.Testing;

/// <summary>What a stage of the compiler made of a model, as text.</summary>
/// <param name="Name">
/// <c>Spec</c> and <c>Code</c> are the whole model's; those of a program begin with its name: <c>Step/Trace</c>,
/// <c>Step/Differentiate</c>, <c>Step/Fuse</c>, <c>Step/Buffers</c>, <c>Step/Loops</c>. docs/how-it-works.md shows each.
/// </param>
/// <param name="Text">The text.</param>
public sealed record Stage(string Name, string Text);
