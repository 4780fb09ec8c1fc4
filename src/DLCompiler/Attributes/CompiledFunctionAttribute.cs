using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>For generated code: what other assemblies need of a helper method to call it in a network.</summary>
/// <param name="method">Its documentation ID.</param>
/// <param name="version">The number of the format.</param>
/// <param name="spec">Its body, and those of what it calls.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CompiledFunctionAttribute(string method, int version, string spec) : Attribute
{
    /// <summary>Its documentation ID.</summary>
    public string Method { get; } = method;

    /// <summary>The number of the format.</summary>
    public int Version { get; } = version;

    /// <summary>Its body, and those of what it calls.</summary>
    public string Spec { get; } = spec;
}
