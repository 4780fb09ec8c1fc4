using System.ComponentModel;
using System.Globalization;

namespace DLCompiler.Runtime;

/// <summary>
/// The symbols of one call of a model and what its arguments bind them to. Generated code makes one on the stack, lets
/// each argument bind or check, and reads the sizes off it. Nothing is allocated unless a check fails.
/// </summary>
/// <param name="call">What messages call it: <c>DigitClassifier.Predict</c>.</param>
/// <param name="symbols">The symbols' names.</param>
/// <param name="values">As many zeros: 0 means that a symbol is not bound.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ShapeBinding(string call, string[] symbols, Span<long> values)
{
    /// <summary>
    /// In an expected shape: an axis that <see cref="SolveAxis"/> or <see cref="Axis"/> looks at afterwards.
    /// </summary>
    public const long Later = long.MinValue;

    private readonly Span<long> _values = values;

    /// <summary>What the symbols are bound to, in their order.</summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>What a symbol is bound to.</summary>
    public long this[int symbol] => _values[symbol];

    /// <summary>Binds a symbol that the caller passes as a number.</summary>
    /// <exception cref="ModelShapeException">It is below 1, or bound to another number.</exception>
    public void Bind(int symbol, long value)
    {
        if (value < 1)
            throw new ModelShapeException($"{call}: {symbols[symbol]} is {value}, but a size is at least 1.");
        if (_values[symbol] != 0 && _values[symbol] != value)
            throw new ModelShapeException(
                $"{call}: {symbols[symbol]} is {value}, but the arguments make it {_values[symbol]}.");
        _values[symbol] = value;
    }

    /// <summary>Binds a symbol from a span's length, which is perUnit · symbol + offset.</summary>
    /// <param name="symbol">A symbol that is not bound yet.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="shape">The argument's symbolic shape: <c>[N, 64]</c>.</param>
    /// <param name="length">The span's length.</param>
    /// <param name="perUnit">Elements for each unit of the symbol.</param>
    /// <param name="offset">Elements beside them.</param>
    /// <exception cref="ModelShapeException">No symbol of at least 1 gives that length.</exception>
    public void Solve(int symbol, string argument, string shape, long length, long perUnit, long offset = 0)
    {
        long units = (length - offset) / perUnit;
        if (units < 1 || (units * perUnit) + offset != length)
            throw NoSolution(symbol, argument, shape, length, perUnit, offset);
        _values[symbol] = units;
    }

    /// <summary>Checks a span's length.</summary>
    /// <exception cref="ModelShapeException">It is not <paramref name="expected"/>.</exception>
    public void Length(string argument, string shape, long length, long expected)
    {
        if (length != expected) throw WrongLength(argument, shape, length, expected);
    }

    /// <summary>Binds and checks the axes of a tensor.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="shape">The argument's symbolic shape.</param>
    /// <param name="actual">The size of each axis.</param>
    /// <param name="expected">For each axis the size; <c>~s</c> for symbol number s, which is bound here unless it is
    /// already; or <see cref="Later"/>.</param>
    /// <exception cref="ModelShapeException">The rank or a size is another.</exception>
    public void Tensor(string argument, string shape, ReadOnlySpan<nint> actual, ReadOnlySpan<long> expected)
    {
        if (actual.Length != expected.Length) throw WrongRank(argument, shape, actual, expected.Length);
        for (int axis = 0; axis < expected.Length; axis++)
        {
            long size = expected[axis];
            if (size is < 0 and not Later && _values[(int)~size] == 0 && actual[axis] > 0)
                _values[(int)~size] = actual[axis];
        }

        for (int axis = 0; axis < expected.Length; axis++)
        {
            long size = expected[axis];
            if (size == Later) continue;
            if (size < 0 && actual[axis] == 0) throw WrongAxis(argument, shape, actual, axis, "at least 1");
            Axis(argument, shape, actual, axis, size < 0 ? _values[(int)~size] : size);
        }
    }

    /// <summary>Binds a symbol from an axis of a tensor, whose size is scale · symbol + offset.</summary>
    /// <exception cref="ModelShapeException">No symbol of at least 1 gives that size.</exception>
    public void SolveAxis(
        int symbol, string argument, string shape, ReadOnlySpan<nint> actual, int axis, long scale, long offset)
    {
        long units = (actual[axis] - offset) / scale;
        if (units < 1 || (units * scale) + offset != actual[axis])
        {
            string name = symbols[symbol];
            throw WrongAxis(argument, shape, actual, axis, $"{scale}·{name} + {offset} with {name} at least 1");
        }

        _values[symbol] = units;
    }

    /// <summary>Checks an axis of a tensor.</summary>
    /// <exception cref="ModelShapeException">Its size is not <paramref name="expected"/>.</exception>
    public void Axis(string argument, string shape, ReadOnlySpan<nint> actual, int axis, long expected)
    {
        if (actual[axis] != expected)
            throw WrongAxis(argument, shape, actual, axis, expected.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Checks what the compiler could not decide.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="message">What is wrong if not, without a full stop.</param>
    /// <exception cref="ModelShapeException">It does not hold.</exception>
    public void Guard(bool holds, string message)
    {
        if (!holds) throw new ModelShapeException($"{call}: {message}{Suffix()}.");
    }

    /// <summary>Every symbol that is bound, as <c> (N = 64, T = 8)</c>; empty for none.</summary>
    private string Suffix()
    {
        string text = string.Join(", ", Bound().Select(s => $"{s.Name} = {s.Value}"));
        return text.Length == 0 ? "" : $" ({text})";
    }

    private List<(string Name, long Value)> Bound()
    {
        var bound = new List<(string, long)>();
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i] != 0) bound.Add((symbols[i], _values[i]));
        }

        return bound;
    }

    private ModelShapeException NoSolution(
        int symbol, string argument, string shape, long length, long perUnit, long offset)
    {
        if (length <= offset)
            return ModelShapeException.Create(
                call, argument, shape, $"{length} elements{Suffix()}: {symbols[symbol]} must be at least 1");
        string multiple = offset == 0 ? $"no multiple of {perUnit}" : $"not {offset} more than a multiple of {perUnit}";
        return ModelShapeException.Create(call, argument, shape, $"{length} elements{Suffix()}, which is {multiple}");
    }

    private ModelShapeException WrongLength(string argument, string shape, long length, long expected) =>
        ModelShapeException.Create(call, argument, shape, $"{length} elements{Suffix()}, expected {expected}");

    private ModelShapeException WrongRank(string argument, string shape, ReadOnlySpan<nint> actual, int expected) =>
        ModelShapeException.Create(
            call, argument, shape, Text(actual), Bound(), $"rank {actual.Length}, expected {expected}");

    private ModelShapeException WrongAxis(
        string argument, string shape, ReadOnlySpan<nint> actual, int axis, string expected) =>
        ModelShapeException.Create(
            call, argument, shape, Text(actual), Bound(), $"dimension {axis} is {actual[axis]}, expected {expected}");

    private static string Text(ReadOnlySpan<nint> shape)
    {
        int[] sizes = new int[shape.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = checked((int)shape[i]);
        return ShapeText.Of(sizes);
    }
}
