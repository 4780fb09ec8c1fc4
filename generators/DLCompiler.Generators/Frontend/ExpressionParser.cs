using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// Expressions of a body as spec nodes. What a network cannot contain stops the parse on that very expression.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly BodyWriter _writer;
    private readonly CallParser _calls;
    private readonly PatternParser _patterns;
    private readonly CancellationToken _cancellation;

    public ExpressionParser(ParsedBodies bodies, BodyWriter writer)
    {
        _writer = writer;
        _cancellation = bodies.Cancellation;
        _calls = new CallParser(bodies, writer, this);
        _patterns = new PatternParser(writer, this);
    }

    /// <summary>An expression whose value nobody reads.</summary>
    public void WriteStatement(IOperation operation)
    {
        if (operation is IIncrementOrDecrementOperation step) Step(step);
        else Write(operation);
    }

    public void Write(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true } constant && Constant(operation, constant.Value)) return;
        switch (operation)
        {
            case ILocalReferenceOperation local:
                _writer.Leaf(SpecKind.Name, local.Syntax, local.Local.Name);
                break;
            case IParameterReferenceOperation parameter:
                _writer.Leaf(SpecKind.Name, parameter.Syntax, parameter.Parameter.Name);
                break;
            case IInvocationOperation call:
                _calls.Invocation(call);
                break;
            case IPropertyReferenceOperation property:
                _calls.Property(property);
                break;
            case IFieldReferenceOperation field:
                Field(field);
                break;
            case IBinaryOperation binary:
                if (DividesByZero(binary)) throw ParseStop.CSharpError(binary.Syntax);
                string sign = Name(binary.OperatorKind, binary);
                Node(SpecKind.Binary, binary, sign, binary.LeftOperand, binary.RightOperand);
                break;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } end:
                Node(SpecKind.FromEnd, end, "", end.Operand);
                break;
            case IUnaryOperation unary:
                Node(SpecKind.Unary, unary, Name(unary), unary.Operand);
                break;
            case IRangeOperation range:
                Range(range);
                break;
            case IConversionOperation conversion:
                Conversion(conversion);
                break;
            case IParenthesizedOperation parenthesized:
                Write(parenthesized.Operand);
                break;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                Node(SpecKind.Conditional, choice, "", choice.Condition, choice.WhenTrue, otherwise);
                break;
            case ISwitchExpressionOperation choice:
                _patterns.Switch(choice);
                break;
            case IIsPatternOperation test:
                _patterns.Is(test);
                break;
            case ITupleOperation tuple:
                Node(SpecKind.Tuple, tuple, string.Join(",", ElementNames(tuple)), [.. tuple.Elements]);
                break;
            case ICollectionExpressionOperation list:
                Node(SpecKind.List, list, "", [.. list.Elements]);
                break;
            case ISpreadOperation spread:
                Node(SpecKind.Spread, spread, "", spread.Operand);
                break;
            case IArrayCreationOperation { Initializer: { } initializer, DimensionSizes.Length: 1 } array:
                Node(SpecKind.List, array, ElementType(array), [.. initializer.ElementValues]);
                break;
            case IArrayCreationOperation { DimensionSizes.Length: 1 } array:
                Node(SpecKind.NewList, array, ElementType(array), array.DimensionSizes[0]);
                break;
            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                Node(SpecKind.Element, element, "", element.ArrayReference, element.Indices[0]);
                break;
            case IImplicitIndexerReferenceOperation element:
                Node(SpecKind.Element, element, "", element.Instance, element.Argument);
                break;
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                Assignment(assignment, assignment.Target, assignment.Value);
                break;
            case IDeconstructionAssignmentOperation assignment:
                Assignment(assignment, assignment.Target, assignment.Value);
                break;
            case ICompoundAssignmentOperation assignment:
                string change = Name(assignment.OperatorKind, assignment);
                using (_writer.Open(SpecKind.CompoundAssign, assignment.Syntax, change))
                {
                    Target(assignment.Target);
                    Write(assignment.Value);
                }

                break;
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                Lambda(lambda);
                break;
            case IDelegateCreationOperation { Target: IMethodReferenceOperation method }:
                _calls.MethodGroup(method);
                break;
            case IDefaultValueOperation { Type: { } type } nothing when type.IsReferenceType || IsNullable(type):
                _writer.Leaf(SpecKind.Constant, nothing.Syntax, "", SpecConstant.Null);
                break;
            case IThrowOperation thrown:
                _writer.Leaf(SpecKind.Throw, thrown.Syntax, Message(thrown));
                break;
            case IInvalidOperation:
                throw ParseStop.CSharpError(operation.Syntax);
            default:
                throw Unsupported(operation, Reason(operation));
        }
    }

    /// <summary>What stands left of an assignment.</summary>
    public void Target(IOperation target)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                Target(declaration.Expression);
                break;
            case ILocalReferenceOperation local:
                _writer.Leaf(local.IsDeclaration ? SpecKind.NewName : SpecKind.Name, local.Syntax, local.Local.Name);
                break;
            case IParameterReferenceOperation parameter:
                _writer.Leaf(SpecKind.Name, parameter.Syntax, parameter.Parameter.Name);
                break;
            case IDiscardOperation discard:
                _writer.Leaf(SpecKind.Discard, discard.Syntax);
                break;
            case ITupleOperation tuple:
                using (_writer.Open(SpecKind.Deconstruct, tuple.Syntax))
                {
                    foreach (var element in tuple.Elements) Target(element);
                }

                break;
            case IArrayElementReferenceOperation { Indices.Length: 1 }:
                Write(target);
                break;
            case IInvalidOperation:
                throw ParseStop.CSharpError(target.Syntax);
            default:
                throw Unsupported(
                    target, "networks assign to locals only, so that a call changes nothing that outlives it");
        }
    }

    private static bool IsNullable(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static string ConversionName(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_Int32 => "int",
        SpecialType.System_Int64 => "long",
        _ => "",
    };

    public static ParseStop Unsupported(IOperation operation, string reason) =>
        ParseStop.Unsupported(operation.Syntax, reason);

    private void Node(SpecKind kind, IOperation operation, string text, params IOperation[] children)
    {
        using (_writer.Open(kind, operation.Syntax, text))
        {
            foreach (var child in children) Write(child);
        }
    }

    private void Lambda(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Symbol.IsAsync || lambda.Symbol.Parameters.Any(p => p.RefKind != RefKind.None))
            throw Unsupported(lambda, "it is async, or has ref, in or out parameters");
        string parameters = string.Join(",", lambda.Symbol.Parameters.Select(p => p.Name));
        using (_writer.Open(SpecKind.Lambda, lambda.Syntax, parameters))
            new StatementParser(this, _writer, _cancellation).Body(lambda);
    }

    private bool Constant(IOperation operation, object? value)
    {
        if (SpecConstant.Of(value) is not { } constant) return false;
        _writer.Leaf(SpecKind.Constant, operation.Syntax, "", constant);
        return true;
    }

    /// <summary>A constant expression without a value, which C# reports.</summary>
    private static bool DividesByZero(IBinaryOperation binary) =>
        binary is { LeftOperand.ConstantValue.HasValue: true, RightOperand.ConstantValue.HasValue: true }
        && binary.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64;

    private static string Name(BinaryOperatorKind kind, IOperation operation) =>
        Operators.Name(kind) ?? throw Unsupported(operation, "networks do not have this operator");

    private static string Name(IUnaryOperation unary) =>
        Operators.Name(unary.OperatorKind) ?? throw Unsupported(unary, "networks do not have this operator");

    private void Assignment(IOperation operation, IOperation target, IOperation value)
    {
        using (_writer.Open(SpecKind.Assign, operation.Syntax))
        {
            Target(target);
            Write(value);
        }
    }

    /// <summary><c>i++</c> as a statement is <c>i += 1</c>.</summary>
    private void Step(IIncrementOrDecrementOperation step)
    {
        string name = step.Kind == OperationKind.Increment ? "Add" : "Subtract";
        using (_writer.Open(SpecKind.CompoundAssign, step.Syntax, name))
        {
            Target(step.Target);
            _writer.Leaf(SpecKind.Constant, step.Syntax, "", 1L);
        }
    }

    private void Field(IFieldReferenceOperation field)
    {
        if (field.Field.ContainingType.IsTupleType && field.Instance is not null)
        {
            var tuple = field.Field.ContainingType;
            var plain = field.Field.CorrespondingTupleField ?? field.Field;
            long index = tuple.TupleElements.Select(e => (e.CorrespondingTupleField ?? e).Name).ToList()
                .IndexOf(plain.Name);
            using (_writer.Open(SpecKind.TupleItem, field.Syntax, field.Field.Name, index)) Write(field.Instance);
            return;
        }

        if (field.Field.GetAttributes().Any(a => a.AttributeClass?.IsOfLibrary() == true))
            throw ParseStop.CSharpError(field.Syntax);
        throw Unsupported(
            field, $"the field {field.Field.Name} is not const, so its value is not known when the project is built");
    }

    private void Range(IRangeOperation range)
    {
        using (_writer.Open(SpecKind.Range, range.Syntax))
        {
            foreach (var end in new[] { range.LeftOperand, range.RightOperand })
            {
                if (end is null) _writer.Leaf(SpecKind.Omitted, range.Syntax);
                else Write(end);
            }
        }
    }

    /// <summary>
    /// Only conversions between integers and floating point change a value; boxing and the like do not.
    /// </summary>
    private void Conversion(IConversionOperation conversion)
    {
        if (!conversion.GetConversion().Exists) throw ParseStop.CSharpError(conversion.Syntax);
        string to = conversion.Type is null ? "" : ConversionName(conversion.Type);
        string from = conversion.Operand.Type is null ? "" : ConversionName(conversion.Operand.Type);
        bool changes = to.Length > 0 && from.Length > 0 && to is "int" or "long" != from is "int" or "long";
        if (to.Length == 0 || from.Length == 0 || !changes) Write(conversion.Operand);
        else Node(conversion.IsImplicit ? SpecKind.Convert : SpecKind.Cast, conversion, to, conversion.Operand);
    }

    private static IEnumerable<string> ElementNames(ITupleOperation tuple) =>
        tuple.Syntax is TupleExpressionSyntax syntax
            ? syntax.Arguments.Select(a => a.NameColon?.Name.Identifier.ValueText ?? "")
            : tuple.Elements.Select(_ => "");

    private static string ElementType(IArrayCreationOperation array) =>
        ((IArrayTypeSymbol)array.Type!).ElementType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string Message(IThrowOperation thrown)
    {
        var exception = thrown.Exception is IConversionOperation conversion ? conversion.Operand : thrown.Exception;
        if (exception is not IObjectCreationOperation creation) return "rethrown";
        var texts = creation.Arguments.Select(a => a.Value.ConstantValue.Value).OfType<string>();
        return texts.FirstOrDefault() ?? creation.Type?.Name ?? "";
    }

    private static string Reason(IOperation operation) => operation switch
    {
        IObjectCreationOperation or IArrayCreationOperation =>
            "it creates an object that the compiled code would not have",
        IIncrementOrDecrementOperation => "an increment is a statement of its own here",
        IInterpolatedStringOperation => "its text is not constant",
        IConditionalAccessOperation or ICoalesceOperation =>
            "a tensor is never null; 'is null' tests an optional parameter",
        IAwaitOperation => "networks do not wait",
        _ => "networks are made of layers, Ops, operators, helper methods, constants and sizes",
    };
}
