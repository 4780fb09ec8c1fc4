namespace DLCompiler;

/// <summary>
/// Publishes a helper method for the <c>Forward</c> methods of other assemblies. Helpers of the same assembly need no
/// mark.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FunctionAttribute : Attribute;
