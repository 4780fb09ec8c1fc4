using System.Globalization;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>
/// What editors show of a network and its layers: shapes, parameters and floating-point operations, as XML documentation.
/// </summary>
/// <param name="network">The model or block.</param>
/// <param name="calls">Calls of layers, those within blocks included, in order; none where it could not be traced.</param>
/// <param name="parameters">The parameters of all layers.</param>
internal sealed class LayerTable(
    NetworkSpec network, IReadOnlyList<TracedLayer> calls, IReadOnlyList<TracedParameter> parameters)
{
    private readonly Flops _flops = new();

    /// <summary>The table of a model.</summary>
    public static LayerTable Of(ModelSpec model, TracedModel traced) => new(model, traced.Layers, traced.Parameters);

    /// <summary>The table of a block as traced by itself; null where only its uses can be traced.</summary>
    public static LayerTable Of(BlockSpec block, NetworkTrace? trace) =>
        new(block, trace?.Layers ?? [], trace?.Weights ?? []);

    /// <summary>The table as remarks of the class: a row a layer that the class declares, and one for all of them.</summary>
    public void WriteRemarks(CodeWriter code)
    {
        var rows = network.Layers.Select(l => (Layer: l, Calls: CallsOf(l))).Where(r => r.Calls.Count > 0).ToList();
        if (rows.Count == 0) return;
        code.Lines(["/// <remarks>", "/// <list type=\"table\">"]);
        code.Line("/// <listheader><term>Layer</term><description>Kind, shapes, size, work</description></listheader>");
        foreach (var (layer, own) in rows)
        {
            code.Line(
                $"/// <item><term>{layer.Member.Name}</term><description>{Kind(layer, own)}: {Shapes(layer, own)}; "
                + $"{Size(Of(layer))}; {Work(own)}</description></item>");
        }

        string all = $"{Size(parameters)}; {Work([.. rows.SelectMany(r => r.Calls)])}";
        code.Line($"/// <item><term>all</term><description>{all}</description></item>");
        code.Lines(["/// </list>", "/// </remarks>"]);
    }

    /// <summary>
    /// The user's documentation of a layer with what is known of the layer: an implementation's hides the declaration's.
    /// </summary>
    public void WriteDocumentation(CodeWriter code, LayerSpec layer)
    {
        var own = CallsOf(layer);
        var lines = layer.Member.Documentation;
        if (own.Count == 0)
        {
            code.Lines(lines);
            return;
        }

        string head = $"<c>{Kind(layer, own)}</c>: {Shapes(layer, own)}.", more = $"{Details(layer)}; {Work(own)}.";
        if (!lines.Any(l => l.Contains("<summary>"))) code.Summary(head);
        else more = $"{head} {more}";
        bool hasRemarks = lines.Any(l => l.Contains("</remarks>"));
        code.Lines(lines.Select(l => l.Replace("</remarks>", $"<para>{more}</para></remarks>")));
        if (!hasRemarks) code.Lines(["/// <remarks>", $"/// {more}", "/// </remarks>"]);
    }

    /// <summary>The user's documentation of a parameter or buffer, with its shape where it has no summary.</summary>
    public void WriteDocumentation(CodeWriter code, ParameterSpec parameter)
    {
        var lines = parameter.Member.Documentation;
        var declared = parameters.FirstOrDefault(p => p.Name == parameter.Member.Name);
        if (declared is not null && !lines.Any(l => l.Contains("<summary>")))
            code.Summary($"A {(declared.Trained ? "parameter" : "buffer")}: {declared.Shape}.");
        code.Lines(lines);
    }

    /// <summary>The calls of a layer of the network's own, each instance of a block that is repeated among them.</summary>
    private List<TracedLayer> CallsOf(LayerSpec layer) => [.. calls.Where(c => IsOf(layer.Member.Name, c.Name))];

    private static bool IsOf(string layer, string name) =>
        name == layer || (name.StartsWith(layer + ".", StringComparison.Ordinal) && IsNumber(name.Substring(layer.Length + 1)));

    private static bool IsNumber(string text) => text.All(c => c is >= '0' and <= '9');

    /// <summary>The layer's or the block's name; <c>24 × Decoder</c> where it is repeated.</summary>
    private static string Kind(LayerSpec layer, List<TracedLayer> own)
    {
        int instances = own.Select(c => c.Name).Distinct().Count();
        return instances == 1 ? own[0].Kind : $"{Number(instances)} × {own[0].Kind}";
    }

    /// <summary>From what to what; where it is called with several shapes, all of them in order.</summary>
    private static string Shapes(LayerSpec layer, List<TracedLayer> own)
    {
        var types = own.Where(c => c.Name == layer.Member.Name).Select(c => (c.Input, c.Output)).Distinct().ToList();
        if (types.Count == 0) types.Add((own[0].Input, own[own.Count - 1].Output));
        return string.Join(", then ", types.Select(t => t.Input is { } input ? $"{input} → {t.Output}" : $"{t.Output}"));
    }

    private List<TracedParameter> Of(LayerSpec layer) =>
        [.. parameters.Where(p => p.Name.StartsWith(layer.Member.Name + ".", StringComparison.Ordinal))];

    /// <summary>The number of parameters; of a layer of the library, with the shape of each.</summary>
    private string Details(LayerSpec layer)
    {
        var own = Of(layer);
        if (own.Count == 0 || layer.Block is not null) return Size(own);
        return $"{Size(own)}: {string.Join(", ", own.Select(p => $"{p.Name.Substring(layer.Member.Name.Length + 1)} {p.Shape}"))}";
    }

    private static string Size(IReadOnlyList<TracedParameter> own)
    {
        var trained = own.Where(p => p.Trained).Aggregate(Dim.Zero, (sum, p) => sum + p.Shape.Count);
        return $"{Number(trained)} parameters";
    }

    /// <summary>The operations over the symbols; where strides round sizes, which makes that long, with every symbol 1.</summary>
    private string Work(List<TracedLayer> own)
    {
        var flops = own.Aggregate(Dim.Zero, (sum, c) => sum + c.Count(_flops));
        if (flops.IsPolynomial) return $"{Number(flops).Replace("+", " + ")} FLOPs";
        var (value, symbol) = flops.EvaluateAlike();
        return $"{Number(value)} FLOPs with every symbol {symbol}";
    }

    private static string Number(Dim size) =>
        size.IsConstant ? size.Constant.ToString("N0", CultureInfo.InvariantCulture) : size.ToString();
}
