using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// What must hold for sizes. What is provable is decided on the spot; what is not becomes a guard of the innermost open
/// scope, which the generated code checks at run time.
/// </summary>
public sealed class Constraints : IDisposable
{
    [ThreadStatic]
    private static Constraints? Innermost;

    private readonly Constraints? _outer = Innermost;
    private readonly Action<Condition, string>? _guard;

    private Constraints(Action<Condition, string>? guard) => _guard = guard;

    /// <summary>
    /// Until the scope is disposed, <paramref name="guard"/> gets each condition that only a run can decide, and the
    /// message for when it does not hold.
    /// </summary>
    public static Constraints Open(Action<Condition, string> guard) => Innermost = new Constraints(guard);

    /// <summary>Until the scope is disposed, there are no guards: what is not provable is refused.</summary>
    public static Constraints Close() => Innermost = new Constraints(null);

    /// <summary>Requires a condition.</summary>
    /// <exception cref="ShapeException">It never holds, or no scope is open and it does not always hold.</exception>
    public static void Require(Condition condition, string rule, Func<string> message, string? argument = null)
    {
        bool? holds = condition.Holds;
        if (holds == true) return;
        if (holds == false || Innermost?._guard is not { } guard) throw new ShapeException(rule, message(), argument);
        guard(condition, message());
    }

    /// <summary>Requires that two sizes are equal.</summary>
    /// <exception cref="ShapeException">They differ, or no scope is open and they may differ.</exception>
    public static void Require(Dim left, Dim right, string rule, Func<string> message, string? argument = null) =>
        Require(Condition.Equal(left, right), rule, message, argument);

    /// <summary>Requires that a size is not above another.</summary>
    /// <exception cref="ShapeException">It is, or no scope is open and it may be.</exception>
    public static void RequireAtMost(Dim low, Dim high, string rule, Func<string> message, string? argument = null) =>
        Require(Condition.AtMost(low, high), rule, message, argument);

    public void Dispose() => Innermost = _outer;
}
