using System.Globalization;

namespace DLCompiler.Runtime;

/// <summary>What symbols are bound to, while arguments' shapes bind them.</summary>
/// <param name="call">What messages call what is called: <c>DigitClassifier.Eager.Forward</c>.</param>
internal sealed class SymbolBinding(string call)
{
    private readonly Dictionary<string, long> _symbols = new(StringComparer.Ordinal);

    /// <summary>Binds a symbol that is not bound yet.</summary>
    public void Add(string symbol, long value) => _symbols.Add(symbol, value);

    /// <summary>The value of a symbol expression.</summary>
    /// <exception cref="ArgumentException">The text is no expression, or a symbol is not bound.</exception>
    public long Evaluate(string text) => SizeExpression.Evaluate(text, _symbols);

    /// <summary>The value of an integer or a symbol expression.</summary>
    public long Value(object size) =>
        size is string text ? Evaluate(text) : Convert.ToInt64(size, CultureInfo.InvariantCulture);

    /// <summary>Binds the symbols of an argument's shape, and checks what is bound already.</summary>
    /// <exception cref="ModelShapeException">The argument has another shape.</exception>
    public void Bind(string argument, int[] actual, object[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (actual.Length != shape.Length)
            throw Mismatch(argument, actual, shape, $"rank {actual.Length}, expected {shape.Length}");
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] is string text && !_symbols.ContainsKey(text) && SizeExpression.IsSymbol(text))
                _symbols.Add(text, actual[axis]);
        }

        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] is string text && SizeExpression.Unbound(text, _symbols) is { } symbol)
            {
                long size = SizeExpression.Solve(text, symbol, actual[axis], _symbols) ?? throw Mismatch(
                    argument, actual, shape, $"dimension {axis} is {actual[axis]}, which no {symbol} gives");
                _symbols.Add(symbol, size);
            }

            long expected = Value(shape[axis]);
            if (actual[axis] != expected)
                throw Mismatch(argument, actual, shape, $"dimension {axis} is {actual[axis]}, expected {expected}");
        }
    }

    /// <summary>Checks a comparison of sizes.</summary>
    /// <exception cref="ModelShapeException">It does not hold.</exception>
    public void Require(string condition)
    {
        if (SizeExpression.Compare(condition, _symbols)) return;
        string sizes = string.Join(", ", _symbols.Select(symbol => $"{symbol.Key} = {symbol.Value}"));
        throw new ModelShapeException($"{call} requires {condition} ({sizes}).");
    }

    private ModelShapeException Mismatch(string argument, int[] actual, object[] shape, string problem) =>
        ModelShapeException.Create(
            call,
            argument,
            ShapeText.Of(shape),
            ShapeText.Of(actual),
            _symbols.Select(symbol => (symbol.Key, symbol.Value)),
            problem);
}
