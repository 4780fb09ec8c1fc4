using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// Sizes that must be equal. What is provable is decided on the spot; what is not becomes a guard of the innermost open
/// scope, which the generated code checks at run time.
/// </summary>
public sealed class Constraints : IDisposable
{
    [ThreadStatic]
    private static Constraints? Innermost;

    private readonly Constraints? _outer = Innermost;
    private readonly Action<Dim, Dim, string>? _guard;

    private Constraints(Action<Dim, Dim, string>? guard) => _guard = guard;

    /// <summary>
    /// Until the scope is disposed, <paramref name="guard"/> gets each pair of sizes that only a run can compare, and
    /// the message for when they differ.
    /// </summary>
    public static Constraints Open(Action<Dim, Dim, string> guard) => Innermost = new Constraints(guard);

    /// <summary>Until the scope is disposed, there are no guards: what is not provable is refused.</summary>
    public static Constraints Close() => Innermost = new Constraints(null);

    /// <summary>Requires that two sizes are equal.</summary>
    /// <exception cref="ShapeException">They differ, or no scope is open and they may differ.</exception>
    public static void Require(Dim left, Dim right, string rule, Func<string> message, string? argument = null)
    {
        if (left == right) return;
        if (Innermost?._guard is not { } guard || left.ProvablyDiffers(right))
            throw new ShapeException(rule, message(), argument);
        guard(left, right, message());
    }

    /// <summary>Requires that a size is not above another: that the greater of the two is the other.</summary>
    /// <exception cref="ShapeException">It is, or no scope is open and it may be.</exception>
    public static void RequireAtMost(Dim low, Dim high, string rule, Func<string> message, string? argument = null)
    {
        if ((low - high).AtLeast(1)) throw new ShapeException(rule, message(), argument);
        Require(Dim.Max(low, high), high, rule, message, argument);
    }

    public void Dispose() => Innermost = _outer;
}
