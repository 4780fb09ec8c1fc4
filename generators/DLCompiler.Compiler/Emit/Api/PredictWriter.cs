using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes the overloads of <c>Predict</c>: spans into spans, tensor spans, and tensors that are returned; of a network with inside
/// views, those that show them.
/// </summary>
internal sealed class PredictWriter
{
    private const string Check = "global::DLCompiler.Runtime.Check";
    private const string Tensors = "global::System.Numerics.Tensors";
    private const string Priority = "[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]";

    private readonly CodeWriter _code;
    private readonly CallWriter _call;
    private readonly ModelLayout _layout;

    private const string TapReader = "global::DLCompiler.TapReader";
    private const string Taps = "global::System.Collections.Generic.IReadOnlyDictionary<string, global::DLCompiler.Tensor>";

    private PredictWriter(CodeWriter code, CallWriter call, ModelLayout layout) => (_code, _call, _layout) = (code, call, layout);

    /// <param name="code">Where to.</param>
    /// <param name="call">The call of Forward alone.</param>
    /// <param name="withTaps">That which also has the inside views; null where there are none.</param>
    /// <param name="layout">The model.</param>
    /// <param name="summary">What the documentation says of the overload for spans.</param>
    public static void Write(
        CodeWriter code, CallWriter call, CallWriter? withTaps, ModelLayout layout,
        string summary = "The network's results in inference mode. Allocates nothing after the first call; safe from many threads at once.")
    {
        var writer = new PredictWriter(code, call, layout);
        writer.WriteSpans(summary);
        writer.WriteTensorSpans();
        writer.WriteTensors(taps: null);
        if (withTaps is not null) new PredictWriter(code, withTaps, layout).WriteTaps();
    }

    private void WriteSpans(string summary)
    {
        _code.Summary(summary);
        _call.WriteParameterDocs(_code);
        _code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit.</exception>");
        _code.Line(Priority);
        _code.Call("public void Predict(", _call.Signature(), ")");
        _code.Line("{");
        using (_code.Indent()) _call.WriteBody(_code);
        _code.Line("}");
    }

    /// <summary>Overloads of a program that has inside views besides.</summary>
    private void WriteTaps()
    {
        string tap = _call.Free("tap");
        _code.Line();
        _code.Line("/// <summary>The same, and shows the inside views: each is read before the call returns.</summary>");
        _call.WriteParameterDocs(_code);
        _code.Line($"/// <param name=\"{tap}\">Gets each inside view.</param>");
        _code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit.</exception>");
        _code.Call("public void Predict(", [.. _call.Signature(), $"{TapReader} {tap}"], ")");
        _code.Line("{");
        using (_code.Indent())
        {
            _code.Line($"global::System.ArgumentNullException.ThrowIfNull({tap});");
            _call.WriteBody(_code, $"Tap = {tap}");
        }

        _code.Line("}");
        WriteTensors(_call.Free("taps"));
    }

    private void WriteTensorSpans()
    {
        var binding = Binding(name => $"{name}.Lengths", withResults: true);
        if (!binding.IsComplete) return;
        string[] signature =
        [
            .. _call.Inputs.Select(i => $"scoped in {Tensors}.ReadOnlyTensorSpan<{Literals.Element(i.Type.DType)}> {Name(i)}"),
            .. _call.Results.Select(r => $"scoped in {Tensors}.TensorSpan<{Literals.Element(r.Type.DType)}> {r.Name}"),
        ];
        _code.Line();
        _code.Line("/// <summary>The same, with shapes that are checked axis by axis.</summary>");
        _call.WriteParameterDocs(_code, withPassed: false);
        _code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A shape does not fit.</exception>");
        _code.Line("/// <exception cref=\"global::System.ArgumentException\">A tensor is not dense.</exception>");
        _code.Call("public void Predict(", signature, ")");
        _code.Line("{");
        using (_code.Indent())
        {
            _call.WriteBinding(_code);
            binding.Write(_code);
            _code.Call("this.Predict(",
            [
                .. _call.Inputs.Select(i => $"{Check}.Dense({_call.Label}, {Literals.Text(i.Name)}, {Name(i)})"),
                .. _call.Results.Select(r => $"{Check}.Dense({_call.Label}, {Literals.Text(r.Name)}, {r.Name})"),
                .. PassedSymbols(),
            ], ");");
        }

        _code.Line("}");
    }

    /// <param name="taps">The parameter that receives the inside views; null where they are not asked for.</param>
    private void WriteTensors(string? taps)
    {
        var binding = Binding(name => $"{Check}.Lengths({name}.Shape, __lengths)", withResults: false);
        if (!binding.IsComplete) return;
        string[] results = [.. _call.Results.Select(r => r.Name)];
        string returned = results.Length == 1
            ? Tensor(_call.Results[0].Type)
            : $"({string.Join(", ", _call.Results.Select(r => $"{Tensor(r.Type)} {Item(r.Name)}"))})";
        string[] signature =
        [
            .. _call.Inputs.Select(i => $"{Tensor(i.Type)} {Name(i)}"),
            .. taps is null ? Array.Empty<string>() : [$"out {Taps} {taps}"],
        ];
        _code.Line();
        _code.Line("/// <summary>The same, with results that are allocated.</summary>");
        foreach (var input in _call.Inputs) _code.Line($"/// <param name=\"{input.Name}\">{input.Type.Shape}.</param>");
        if (taps is not null) _code.Line($"/// <param name=\"{taps}\">Receives the inside views by name.</param>");
        _code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A shape does not fit.</exception>");
        _code.Call($"public {returned} Predict(", signature, ")");
        _code.Line("{");
        using (_code.Indent())
        {
            _code.Line($"global::System.Span<nint> __lengths = stackalloc nint[{Shape.MaxRank}];");
            _call.WriteBinding(_code);
            binding.Write(_code);
            _call.WriteGuards(_code);
            foreach (var result in _call.Results)
                _code.Line($"var {result.Name} = new {Literals.Element(result.Type.DType)}[checked({binding.Int(result.Shape.Count)})];");
            if (taps is not null) _code.Line("var __read = new global::DLCompiler.Runtime.TapTensors();");
            string[] read = taps is null ? [] : ["__read.Read"];
            _code.Call("this.Predict(", [.. _call.Inputs.Select(Values), .. results, .. PassedSymbols(), .. read], ");");
            if (taps is not null) _code.Line($"{taps} = __read.ByName;");
            string[] tensors = [.. _call.Results.Select(r =>
                $"new {Tensor(r.Type)}({r.Name}{string.Concat(r.Shape.Dims.Select(d => $", {binding.Int(d)}"))})")];
            _code.Line(tensors.Length == 1 ? $"return {tensors[0]};" : $"return ({string.Join(", ", tensors)});");
        }

        _code.Line("}");
    }

    private TensorBinding Binding(Func<string, string> lengths, bool withResults) => new(_layout,
    [
        .. _call.Inputs.Select(i => (i.Name, i.Type.Shape, lengths(Name(i)))),
        .. withResults ? _call.Results.Select(r => (r.Name.TrimStart('@'), r.Shape, lengths(r.Name))) : [],
    ]);

    private IEnumerable<string> PassedSymbols() => _call.Passed.Select(s => $"(int)__binding[{s}]");

    private static string Values(ModelInput input) => input.Type.DType == DType.Int32 ? $"{Name(input)}.Values" : $"{Name(input)}.ToSingles()";

    private static string Name(ModelInput input) => Literals.Identifier(input.Name);

    /// <summary>A result's name in the tuple that is returned, where it begins in upper case unless tuples have that name.</summary>
    private static string Item(string result)
    {
        string name = char.ToUpperInvariant(result[0]) + result.Substring(1);
        return GeneratedMembers.IsTuples(name) ? result : name;
    }

    private static string Tensor(TensorType type) =>
        "global::DLCompiler." + (type.DType == DType.Int32 ? "IntTensor" : "Tensor");
}
