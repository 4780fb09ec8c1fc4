namespace DLCompiler.Compiler.Specs;

/// <summary>What a method over spans takes.</summary>
public enum KernelArgumentKind
{
    /// <summary>The elements of a tensor.</summary>
    Input,

    /// <summary>Memory for the result.</summary>
    Result,

    /// <summary>A number or a flag that the op takes.</summary>
    Value,

    /// <summary>The size that a symbol is bound to.</summary>
    Symbol,
}

/// <summary>A parameter of a method over spans: its C# type is a number's.</summary>
public readonly record struct KernelArgument(string Name, KernelArgumentKind Kind, string Type);

/// <summary>An op that is a hand-written kernel: a static partial method marked <c>[Kernel]</c>.</summary>
/// <param name="Type">The class of both methods.</param>
/// <param name="Member">The op's method.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Result">The result's shape; null for that of the first tensor.</param>
/// <param name="Method">The name of the method over spans.</param>
/// <param name="Arguments">What that takes, in order.</param>
public sealed record KernelSpec(
    TypeSpec Type,
    MemberSpec Member,
    EquatableArray<SpecParameter> Parameters,
    EquatableArray<string>? Result,
    string Method,
    EquatableArray<KernelArgument> Arguments)
{
    /// <summary>Why it cannot be compiled; null where it can.</summary>
    public Finding? Refusal { get; init; }

    /// <summary>Whether code of other assemblies can call it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Whether C# wants a body for the op's method.</summary>
    public bool LacksBody { get; init; } = true;

    /// <summary>The name that tells it from all others.</summary>
    public string Id => $"{Type.MetadataName}.{Member.Name}";

    /// <summary>The name in messages.</summary>
    public string Name => $"{Type.Name.TrimStart('@')}.{Member.Name}";

    /// <summary>The name of the method over pointers that compiled code calls.</summary>
    public string Bridge => $"__{Member.Name}";
}
