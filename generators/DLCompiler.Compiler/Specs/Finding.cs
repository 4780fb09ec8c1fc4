using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Specs;

/// <summary>
/// A place in the user's code without a position: the node <see cref="Index"/> of the body called <see cref="Body"/>,
/// or of the declaration called so (0 is its name, attribute arguments follow). The analyzer knows the position of
/// each.
/// </summary>
public readonly record struct SpecPlace(string Body, int Index);

/// <summary>A place that helps to understand a finding.</summary>
public readonly record struct RelatedPlace(SpecPlace Place, string Note);

/// <summary>
/// What is wrong with a model, or worth knowing. <see cref="Rule"/> is the diagnostic's ID, or empty where the C#
/// compiler already reports the cause.
/// </summary>
public sealed record Finding(string Rule, string Message, SpecPlace Place, EquatableArray<RelatedPlace> Related)
{
    /// <summary>The rule of findings that only list what is checked at run time.</summary>
    public const string GuardRule = "DLC1900";

    /// <summary>The rule of findings that only tell the shape of a value.</summary>
    public const string ShapeRule = "DLC1901";

    /// <summary>How the rules of advice begin.</summary>
    public const string Advice = "DLC4";

    /// <summary>The rule of failures of the compiler itself.</summary>
    private const string InternalRule = "DLC9000";

    public Finding(string rule, string message, SpecPlace place)
        : this(rule, message, place, [])
    {
    }

    /// <summary>What is wrong in the text at the place; null for all of it.</summary>
    public TextPart? Part { get; init; }

    /// <summary>What would mend it.</summary>
    public EquatableArray<Remedy> Remedies { get; init; } = [];

    /// <summary>Whether the model cannot be compiled.</summary>
    public bool Refuses => Rule is not (GuardRule or ShapeRule) && !Rule.StartsWith(Advice, StringComparison.Ordinal);

    /// <summary>A failure of the compiler itself while it worked on a class.</summary>
    public static Finding Internal(string network, Exception exception, SpecPlace place) => new(
        InternalRule,
        $"the compiler failed on {network}: {exception.GetType().Name}: {exception.Message}. "
        + "Please report this with the class's source",
        place);
}
