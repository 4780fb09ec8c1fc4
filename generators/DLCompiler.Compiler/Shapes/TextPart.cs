namespace DLCompiler.Compiler.Shapes;

/// <summary>What is meant in a text: so many characters from one on.</summary>
public readonly record struct TextPart(int Start, int Length);
