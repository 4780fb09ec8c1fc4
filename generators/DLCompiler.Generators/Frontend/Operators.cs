using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// Names of operators in specs, which are those of the ops on tensors; null for what networks do without.
/// </summary>
internal static class Operators
{
    public static string? Name(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "Add",
        BinaryOperatorKind.Subtract => "Subtract",
        BinaryOperatorKind.Multiply => "Multiply",
        BinaryOperatorKind.Divide => "Divide",
        BinaryOperatorKind.Remainder => "Remainder",
        BinaryOperatorKind.LeftShift => "LeftShift",
        BinaryOperatorKind.RightShift => "RightShift",
        BinaryOperatorKind.And => "And",
        BinaryOperatorKind.Or => "Or",
        BinaryOperatorKind.ExclusiveOr => "ExclusiveOr",
        BinaryOperatorKind.ConditionalAnd => "AndAlso",
        BinaryOperatorKind.ConditionalOr => "OrElse",
        BinaryOperatorKind.Equals => "Equal",
        BinaryOperatorKind.NotEquals => "NotEqual",
        BinaryOperatorKind.LessThan => "Less",
        BinaryOperatorKind.LessThanOrEqual => "LessEqual",
        BinaryOperatorKind.GreaterThan => "Greater",
        BinaryOperatorKind.GreaterThanOrEqual => "GreaterEqual",
        _ => null,
    };

    public static string? Name(UnaryOperatorKind kind) => kind switch
    {
        UnaryOperatorKind.Plus => "Plus",
        UnaryOperatorKind.Minus => "Negate",
        UnaryOperatorKind.Not => "Not",
        _ => null,
    };
}
