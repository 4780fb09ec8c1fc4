namespace DLCompiler.Compiler.Specs;

/// <summary>A helper method that other assemblies call, position-free and value-equal.</summary>
/// <param name="Method">Its documentation ID: <c>M:Demo.Activations.Swish(DLCompiler.Tensor)</c>.</param>
/// <param name="Bodies">What it calls, then its own body.</param>
public sealed record FunctionSpec(string Method, EquatableArray<SpecBody> Bodies)
{
    /// <summary>The body that a call runs.</summary>
    public SpecBody Body => Bodies[Bodies.Count - 1];

    /// <summary>The hand-written kernels that the bodies call.</summary>
    public EquatableArray<KernelSpec> Kernels { get; init; }

    /// <summary>The name of the generated file without its end: no other method of the compilation has it.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Why it cannot be published; null where it can.</summary>
    public Finding? Refusal { get; init; }
}
