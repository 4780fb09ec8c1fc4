using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>For generated code: what other assemblies need of a block to use it as a layer.</summary>
/// <param name="version">The number of the format.</param>
/// <param name="spec">The block's layers, parameters and Forward.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CompiledBlockAttribute(int version, string spec) : Attribute
{
    /// <summary>The number of the format.</summary>
    public int Version { get; } = version;

    /// <summary>The block's layers, parameters and Forward.</summary>
    public string Spec { get; } = spec;
}
