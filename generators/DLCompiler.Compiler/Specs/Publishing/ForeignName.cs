namespace DLCompiler.Compiler.Specs.Publishing;

/// <summary>
/// Names of what another assembly has, as IL writes them: <c>[Library]Demo.Residual</c>. Names without an assembly are of
/// the one that has the spec.
/// </summary>
public static class ForeignName
{
    public static bool IsOne(string name) => name.StartsWith("[", StringComparison.Ordinal);

    /// <summary>The name as it is known outside of an assembly that knows it as <paramref name="name"/>.</summary>
    public static string Of(string name, string assembly) =>
        IsOne(name) ? name : $"[{assembly}]{name}";

    /// <summary>The assembly and the name that it has there.</summary>
    public static (string Assembly, string Name) Split(string foreign)
    {
        int end = foreign.IndexOf(']');
        return (foreign.Substring(1, end - 1), foreign.Substring(end + 1));
    }
}
