namespace DLCompiler;

/// <summary>
/// Publishes a static helper method for the <c>Forward</c> methods of other assemblies, with what it calls. Helpers of the
/// same assembly need no mark.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FunctionAttribute : Attribute;
