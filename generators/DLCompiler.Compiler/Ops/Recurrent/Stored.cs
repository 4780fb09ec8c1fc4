using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>In a loop: memory that was there before it, or that its steps fill.</summary>
/// <param name="Number">Tells the loop's memory apart.</param>
/// <param name="StoredName">What the value is called in the code.</param>
/// <param name="Type">What lies there.</param>
public sealed record Stored(int Number, string StoredName, TensorType Type) : Leaf
{
    public override string Attributes => StoredName;

    public override bool IsInMemory => true;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Type;
}
