using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Frontend;

/// <summary>Switch expressions and <c>is</c>, over constants.</summary>
internal sealed class PatternParser(BodyWriter writer, ExpressionParser expressions)
{
    public void Switch(ISwitchExpressionOperation choice)
    {
        using (writer.Open(SpecKind.Switch, choice.Syntax))
        {
            expressions.Write(choice.Value);
            foreach (var arm in choice.Arms)
            {
                using (writer.Open(SpecKind.SwitchArm, arm.Syntax))
                {
                    Pattern(arm.Pattern);
                    if (arm.Guard is not null) expressions.Write(arm.Guard);
                    expressions.Write(arm.Value);
                }
            }
        }
    }

    public void Is(IIsPatternOperation test)
    {
        using (writer.Open(SpecKind.Is, test.Syntax))
        {
            expressions.Write(test.Value);
            Pattern(test.Pattern);
        }
    }

    private void Pattern(IPatternOperation pattern)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                writer.Leaf(SpecKind.AnyPattern, pattern.Syntax);
                break;
            case IConstantPatternOperation constant:
                using (writer.Open(SpecKind.ConstantPattern, pattern.Syntax)) expressions.Write(constant.Value);
                break;
            case IRelationalPatternOperation relation:
                string comparison = Operators.Name(relation.OperatorKind)!;
                using (writer.Open(SpecKind.RelationalPattern, pattern.Syntax, comparison))
                    expressions.Write(relation.Value);
                break;
            case INegatedPatternOperation negated:
                using (writer.Open(SpecKind.NotPattern, pattern.Syntax)) Pattern(negated.Pattern);
                break;
            case IBinaryPatternOperation binary:
                bool both = binary.OperatorKind == BinaryOperatorKind.And;
                using (writer.Open(both ? SpecKind.AndPattern : SpecKind.OrPattern, pattern.Syntax))
                {
                    Pattern(binary.LeftPattern);
                    Pattern(binary.RightPattern);
                }

                break;
            default:
                throw ParseStop.Unsupported(pattern.Syntax, "patterns compare with constants here");
        }
    }
}
