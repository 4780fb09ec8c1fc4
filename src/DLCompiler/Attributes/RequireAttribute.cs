namespace DLCompiler;

/// <summary>
/// States what must hold for the sizes of a model or a block, on the class or on its <see cref="ForwardAttribute"/> method:
/// <c>[Require("D % Heads == 0")]</c>. Two sizes are compared by == != &lt; &lt;= &gt; or &gt;=. A size is made of integers,
/// symbols of shapes, <see cref="SizeAttribute"/> properties and constants of the class by their names, + − * / % and parentheses.
/// </summary>
/// <remarks>
/// What the build can decide, for each use of a block by itself, it decides: a requirement that does not hold is an error. What only
/// a call can tell is checked once as the call begins, which throws a <see cref="ModelShapeException"/>.
/// </remarks>
/// <param name="condition">The comparison.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class RequireAttribute(string condition) : Attribute
{
    /// <summary>The comparison.</summary>
    public string Condition { get; } = condition;
}
