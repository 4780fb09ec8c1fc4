using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Where a model or a block finds its parameters when it runs eagerly: the store, and the prefix of its names there. A
/// block's scope also has what its use binds.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EagerScope
{
    private readonly ParameterStore _store;
    private readonly string _prefix;
    private readonly object[] _bindings;

    /// <summary>The scope of a model.</summary>
    public EagerScope(ParameterStore store)
        : this(store, "", [])
    {
    }

    private EagerScope(ParameterStore store, string prefix, object[] bindings) =>
        (_store, _prefix, _bindings) = (store, prefix, bindings);

    /// <summary>The scope of a block that is used as a layer; <c>Blocks.0</c> for the first of several.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="bindings">As in <see cref="LayerAttribute{TBlock}"/>: names, each followed by an integer or by an
    /// expression in the user's symbols.</param>
    public EagerScope Child(string name, params object[] bindings) => new(_store, $"{_prefix}{name}.", bindings);

    /// <summary>Begins a call of this model's or block's <c>Forward</c>.</summary>
    /// <param name="call">What messages call it: <c>DigitClassifier.Eager.Forward</c>.</param>
    /// <exception cref="InvalidOperationException">No eager run is under way.</exception>
    public EagerCall Enter(string call) => new(EagerRun.Require(call), this, call, _bindings);

    /// <summary>The value that the running call of this block gives a <c>[Size]</c>.</summary>
    /// <exception cref="InvalidOperationException">No eager call of it is under way.</exception>
    public int Size(string name)
    {
        var call = EagerRun.Require(name).CallOf(this)
            ?? throw new InvalidOperationException($"The size {name} has a value only while its block runs.");
        return checked((int)call.Evaluate(name));
    }

    /// <summary>What the names of this scope begin with: nothing in a model, <c>Blocks.0.</c> in a block.</summary>
    internal string Prefix => _prefix;

    /// <summary>The values of a parameter or buffer of this scope: <c>Gamma</c>, <c>Hidden.weight</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor Parameter(string name)
    {
        FiniteWatch.Current?.Enter(_prefix + name);
        return _store.ToTensor(_prefix + name);
    }

    /// <summary>The values of a buffer, as an earlier call of the same run has updated it.</summary>
    internal Tensor Buffer(string name, EagerRun run) =>
        run.BufferUpdates.TryGetValue(_prefix + name, out var updated) ? updated : Parameter(name);

    /// <summary>Notes the next values of a buffer in the run; the model keeps what it has.</summary>
    internal void UpdateBuffer(string name, Tensor next, EagerRun run) => run.BufferUpdates[_prefix + name] = next;
}
