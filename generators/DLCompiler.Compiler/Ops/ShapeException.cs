using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// What an op, a layer or a shape rule refuses. <see cref="Rule"/> is the diagnostic's ID (<c>DLC1004</c>),
/// <see cref="Argument"/> the name of the argument at fault: the diagnostic marks that expression, or the whole call.
/// </summary>
public sealed class ShapeException(string rule, string message, string? argument = null) : Exception(message)
{
    public string Rule { get; } = rule;

    public string? Argument { get; } = argument;

    /// <summary>What is wrong in the text that the argument is; null for all of it.</summary>
    public TextPart? Part { get; init; }

    /// <summary>The refusal of integers where floats are needed.</summary>
    internal static ShapeException OfIntegers(string op, TensorType type) =>
        new("DLC1014", $"{op} takes floats, and {type} is of integers: ToFloat converts them");
}
