using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Evaluates a bound C# expression to a value of the compiler, in training mode.</summary>
internal sealed class CaseEvaluator(IReadOnlyDictionary<string, Node> inputs)
{
    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "Add",
        ["op_Subtraction"] = "Subtract",
        ["op_Multiply"] = "Multiply",
        ["op_Division"] = "Divide",
        ["op_UnaryNegation"] = "Negate",
        ["op_LessThan"] = "Less",
        ["op_LessThanOrEqual"] = "LessEqual",
        ["op_GreaterThan"] = "Greater",
        ["op_GreaterThanOrEqual"] = "GreaterEqual",
    };

    private readonly Dictionary<string, Value> _locals = new(StringComparer.Ordinal);
    private int _streams;

    public Value Evaluate(IOperation operation)
    {
        if (operation.ConstantValue.HasValue) return Constant(operation.ConstantValue.Value);
        return operation switch
        {
            IParameterReferenceOperation { Parameter.Name: var name } =>
                _locals.TryGetValue(name, out var local) ? local : new TensorValue(inputs[name]),
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => new Lambda(this, lambda),
            ITupleOperation tuple => new TupleValue([.. tuple.Elements.Select(Evaluate)]),
            IFieldReferenceOperation { Instance: { } tuple } field => ((TupleValue)Evaluate(tuple))
                .Items[field.Field.ContainingType.TupleElements.IndexOf(field.Field)],
            IDefaultValueOperation => new NullValue(),
            IConversionOperation conversion => Evaluate(conversion.Operand),
            IInvocationOperation call => Call(call.TargetMethod.Name, Arguments(call.Arguments)),
            IBinaryOperation binary => Call(
                Operators[binary.OperatorMethod!.Name],
                new() { ["x"] = Evaluate(binary.LeftOperand), ["y"] = Evaluate(binary.RightOperand) }),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } index => FromEnd(index.Operand),
            IUnaryOperation unary => Call(
                Operators[unary.OperatorMethod!.Name], new() { ["x"] = Evaluate(unary.Operand) }),
            IPropertyReferenceOperation indexer => Slice(indexer),
            IRangeOperation range => new RangeValue(Bound(range.LeftOperand), Bound(range.RightOperand)),
            IArrayCreationOperation array => new ListValue([.. array.Initializer!.ElementValues.Select(Evaluate)]),
            ICollectionExpressionOperation list => new ListValue([.. list.Elements.Select(Evaluate)]),
            IArrayElementReferenceOperation element =>
                ((ListValue)Evaluate(element.ArrayReference)).Items[(int)element.Indices[0].ConstantValue.Value!],
            _ => throw new NotSupportedException($"{operation.Kind}: {operation.Syntax}"),
        };
    }

    private static Value Constant(object? value) => value switch
    {
        int number => new SizeValue(number),
        float number => new ScalarValue(number),
        bool flag => new BoolValue(flag),
        string text => new TextValue(text),
        null => new NullValue(),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private Value Call(string name, Dictionary<string, Value> arguments) =>
        OpRegistry.Find(name)!.Build(new CaseArguments(arguments, () => _streams++));

    private Dictionary<string, Value> Arguments(IEnumerable<IArgumentOperation> arguments) =>
        arguments.ToDictionary(a => a.Parameter!.Name, a => Sizes(Evaluate(a.Value)));

    /// <summary>The texts of a list are sizes, as in Reshape(x, "N", -1).</summary>
    private static Value Sizes(Value value) => value is ListValue list
        ? new ListValue([.. list.Items.Select(i => i is TextValue text ? new SizeValue(DimParser.Parse(text.Text)) : i)])
        : value;

    private Value Slice(IPropertyReferenceOperation indexer)
    {
        var arguments = Arguments(indexer.Arguments);
        arguments["x"] = Evaluate(indexer.Instance!);
        return Call("Slice", arguments);
    }

    private IndexValue FromEnd(IOperation operand) => new(((SizeValue)Evaluate(operand)).Size, true);

    private IndexValue? Bound(IOperation? operand) => operand is null
        ? null
        : Evaluate(operand) switch
        {
            IndexValue index => index,
            SizeValue size => new IndexValue(size.Size, false),
            var other => throw new NotSupportedException(other.ToString()),
        };

    private sealed record Lambda(CaseEvaluator Evaluator, IAnonymousFunctionOperation Function) : FunctionValue
    {
        public override Value Invoke(IReadOnlyList<Value> arguments)
        {
            foreach (var (parameter, argument) in Function.Symbol.Parameters.Zip(arguments))
                Evaluator._locals[parameter.Name] = argument;
            return Evaluator.Evaluate(((IReturnOperation)Function.Body.Operations[0]).ReturnedValue!);
        }
    }

    private sealed class CaseArguments(Dictionary<string, Value> values, Func<int> nextStream) : CallArguments
    {
        public override bool Training => true;

        public override Value this[string name] => values[name];

        public override bool Has(string name) => values.TryGetValue(name, out var value) && value is not NullValue;

        public override int NextRandomStream() => nextStream();

        public override void Tap(string name, Node value)
        {
        }
    }
}
