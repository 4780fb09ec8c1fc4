using System.Globalization;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>A value of a random network: C# over its operands' names, and its shape.</summary>
/// <param name="format">The C#, with the operands as <c>{0}</c>, <c>{1}</c>, …</param>
/// <param name="shape">Its shape, in the symbol N.</param>
/// <param name="operands">The values it is computed from.</param>
internal sealed class Expression(string format, Shape shape, params Expression[] operands)
{
    public string Format => format;

    public Shape Shape => shape;

    public IReadOnlyList<Expression> Operands => operands;

    /// <summary>The member of the class that the expression needs, if any.</summary>
    public string? Member { get; init; }

    /// <summary>The parameter of Forward that the expression is, or null.</summary>
    public string? Input { get; init; }

    public Dim Last => shape[shape.Rank - 1];

    public string Print(Func<Expression, string> name) =>
        operands.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, [.. operands.Select(name)]);

    /// <summary>The same on other operands.</summary>
    public Expression On(params Expression[] others) => new(format, shape, others) { Member = Member, Input = Input };
}
