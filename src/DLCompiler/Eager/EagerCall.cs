using System.ComponentModel;
using System.Globalization;

namespace DLCompiler.Runtime;

/// <summary>
/// An eager call of a model's or a block's <c>Forward</c>: the symbols that its arguments' shapes bind. It lasts until
/// it is disposed; calls nest as blocks do.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EagerCall : IDisposable
{
    private readonly EagerRun _run;
    private readonly SymbolBinding _symbols;

    internal EagerCall(EagerRun run, EagerScope scope, string name, object[] bindings)
    {
        (_run, Caller, Scope, _symbols) = (run, run.Call, scope, new SymbolBinding(name));
        for (int i = 0; i < bindings.Length; i += 2)
        {
            _symbols.Add((string)bindings[i], bindings[i + 1] switch
            {
                string text when Caller is not null => Caller.Evaluate(text),
                var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            });
        }

        run.Call = this;
    }

    /// <summary>The model or block that is called.</summary>
    internal EagerScope Scope { get; }

    /// <summary>The call within which this one was made.</summary>
    internal EagerCall? Caller { get; }

    /// <summary>Binds the symbols of an argument's shape, and checks what is bound already.</summary>
    /// <param name="argument">The argument's name, for messages.</param>
    /// <param name="value">The argument.</param>
    /// <param name="shape">Its shape as the <c>[Shape]</c> attribute states it.</param>
    /// <returns>This call.</returns>
    /// <exception cref="ModelShapeException">The argument has another shape.</exception>
    public EagerCall Bind(string argument, Tensor value, params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Bind(argument, value.Dimensions, shape);
    }

    /// <inheritdoc cref="Bind(string, Tensor, object[])"/>
    public EagerCall Bind(string argument, IntTensor value, params object[] shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Bind(argument, value.Dimensions, shape);
    }

    /// <summary>Checks what the model or the block requires of its sizes, once they are bound.</summary>
    /// <param name="condition">The comparison.</param>
    /// <exception cref="ModelShapeException">It does not hold.</exception>
    public void Require(string condition) => _symbols.Require(condition);

    /// <summary>Ends the call: its caller's symbols are in force again.</summary>
    public void Dispose() => _run.Call = Caller;

    /// <summary>The value of a symbol expression.</summary>
    /// <exception cref="ArgumentException">The text is no expression, or a symbol is not bound.</exception>
    internal long Evaluate(string text) => _symbols.Evaluate(text);

    private EagerCall Bind(string argument, int[] actual, object[] shape)
    {
        _symbols.Bind(argument, actual, shape);
        return this;
    }
}
