using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Specs.Publishing;

namespace DLCompiler.Compiler.Tracing;

/// <summary>A body being traced: its locals, and the way from the model's Forward to it.</summary>
/// <param name="lexical">The frame that declares a local function, whose locals it sees.</param>
/// <param name="caller">The call of the helper or block; null for Forward and the loss.</param>
internal sealed class Frame(NetworkInstance instance, SpecBody body, Frame? lexical, Origin? caller)
{
    private readonly Dictionary<string, Value> _locals = new(StringComparer.Ordinal);

    public NetworkInstance Instance => instance;

    public SpecBody Body => body;

    public Origin? Caller => caller;

    /// <summary>The index of the expression that the body returned last.</summary>
    public int Returned { get; set; }

    /// <summary>The local that the caller assigns the result to; it names what the body returns.</summary>
    public string? ResultName { get; init; }

    /// <summary>Whether the body is the step of a scan, which can read the locals around it but not change them.</summary>
    public bool IsStep { get; init; }

    /// <summary>The local's value; null where it has none yet.</summary>
    public Value? this[string name] => _locals.TryGetValue(name, out var value) ? value : lexical?[name];

    public void Declare(string name, Value value) => _locals[name] = value;

    /// <summary>Assigns where the local was declared.</summary>
    /// <exception cref="ShapeException">The frame is a step's, and the local is outside it (DLC0002).</exception>
    public void Assign(string name, Value value)
    {
        if (lexical is null || _locals.ContainsKey(name) || !lexical.Knows(name)) _locals[name] = value;
        else if (!IsStep) lexical.Assign(name, value);
        else
        {
            throw new ShapeException(
                "DLC0002",
                $"a step cannot assign to '{name}', which is outside it: what changes from step to step is a state");
        }
    }

    /// <summary>This frame, or the one around it that runs the body with that id.</summary>
    public Frame Declaring(string id) => body.Id == id || lexical is null ? this : lexical.Declaring(id);

    public Origin OriginOf(int index, string? name) =>
        new(body.Id, index, SpecPrinter.Expression(body, index), name, caller);

    /// <summary>The origin of what this body as a whole computes.</summary>
    public Origin OriginOfCall(int index, string? name) => caller ?? OriginOf(index, name);

    /// <summary>The call of this body; the body itself where nobody calls it.</summary>
    public SpecPlace CallPlace => caller is null ? new(body.Id, 0) : new(caller.Body, caller.Index);

    /// <summary>Stops the trace at the call of this body, whose arguments do not fit.</summary>
    public TraceStop StopAtCall(string rule, string message) => instance.User is { } user
        ? user.Stop(rule, message, instance.Use, new RelatedPlace(CallPlace, $"'{caller?.Text}' is in the block {instance.Spec.Type.Name}"))
        : new TraceStop(new Finding(rule, message, CallPlace));

    /// <summary>Stops the trace at an expression of this body.</summary>
    public TraceStop Stop(string rule, string message, int index, params RelatedPlace[] related) =>
        Stop(rule, message, new SpecPlace(body.Id, index), SpecPrinter.Expression(body, index), related);

    /// <summary>
    /// Stops the trace at a place of this network. What is wrong inside a block is shown at its use, because the use
    /// gave it the shapes; the place itself comes along. So is what is wrong inside a function of another assembly.
    /// </summary>
    public TraceStop Stop(string rule, string message, SpecPlace place, string text, params RelatedPlace[] related)
    {
        if (instance.User is { } user)
        {
            var inside = new RelatedPlace(place, $"'{text}' is in the block {instance.Spec.Type.Name}");
            return user.Stop(rule, message, instance.Use, [inside, .. related]);
        }

        if (caller is not null && ForeignName.IsOne(body.Id))
        {
            var use = caller;
            while (use.Parent is { } outer && ForeignName.IsOne(use.Body)) use = outer;
            var inside = new RelatedPlace(place, $"'{text}' is in the function {body.Name}");
            return new TraceStop(new Finding(rule, message, new SpecPlace(use.Body, use.Index), [inside, .. related]));
        }

        var call = caller is null
            ? []
            : new[] { new RelatedPlace(new SpecPlace(caller.Body, caller.Index), $"'{caller.Text}' calls it") };
        return new TraceStop(new Finding(rule, message, place, [.. call, .. related]));
    }

    private bool Knows(string name) => _locals.ContainsKey(name) || (lexical?.Knows(name) ?? false);
}
