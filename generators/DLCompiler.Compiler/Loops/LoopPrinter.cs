using System.Text;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Loops;

/// <summary>Loop nests as text: for dumps, and in a line for the documentation of a kernel.</summary>
public static class LoopPrinter
{
    private const int MaxSummary = 120;

    /// <summary>The whole nest, a statement a line; <c>i0</c>, <c>i1</c>, … are the loops' variables.</summary>
    public static string Print(LoopKernel kernel)
    {
        var text = new StringBuilder();
        var rows = kernel.Rows.SelectMany(r => r.Axes).ToList();
        if (kernel.IsEpilogue) rows.Add(kernel.Vector);
        bool framed = kernel.Rows.Count > 0;
        if (framed)
        {
            string extents = rows.Count == 0 ? "one row" : string.Join(", ", rows.Select(a => $"i{a.Index} < {a.Extent}"));
            text.Append($"{(kernel.IsEpilogue ? "given" : "parallel")} {extents}\n");
        }

        Print(kernel.Body, text, framed ? 1 : 0);
        return text.ToString();
    }

    /// <summary>
    /// What a kernel stores, in its own names: as formulas, <c>relu = Relu(Add(product, bias))</c>, where they are short; else what
    /// comes from what.
    /// </summary>
    public static string Summary(LoopKernel kernel)
    {
        var written = kernel.Body.All().OfType<Write>().Select(w => w.Pointer);
        var read = kernel.Body.Expressions().OfType<Load>().Select(l => l.Pointer);
        var lets = kernel.Body.All().OfType<Let>().ToDictionary(l => l.Local, l => l.Value);
        var finished = kernel.Body.All().OfType<Finish>().ToDictionary(f => f.Local, f => f.Accumulator);
        var accumulated = kernel.Body.All().OfType<Accumulate>().ToDictionary(a => a.Accumulator, a => a.Value);
        var parts = kernel.Body.All().OfType<Write>().Where(w => w.Pointer.Scratch is null)
            .Select(w => $"{w.Pointer.Name} = {Formula(w.Value)}");
        string formulas = string.Join("; ", parts);
        return formulas.Length <= MaxSummary ? formulas : $"{Names(written)} from {Names(read)}";

        string Formula(Expression expression) => Text(expression, Resolve, l => l.Row is { } row ? $"{l.Pointer.Name}[{row.Indices.Name}]" : l.Pointer.Name);

        string Resolve(Local local)
        {
            if (lets.TryGetValue(local, out var value)) return Formula(value);
            var accumulator = finished[local];
            return $"{accumulator.Combine}({Formula(accumulated[accumulator])})";
        }
    }

    private static string Names(IEnumerable<Pointer> pointers) =>
        string.Join(", ", pointers.Where(p => p.Scratch is null).Select(p => p.Name).Distinct());

    private static void Print(EquatableArray<Statement> body, StringBuilder text, int depth)
    {
        foreach (var statement in body)
        {
            text.Append(' ', depth * 2).Append(Line(statement)).Append('\n');
            if (statement is Loop loop) Print(loop.Body, text, depth + 1);
        }
    }

    /// <summary>A statement without what is inside it.</summary>
    internal static string Line(Statement statement) => statement switch
    {
        Let let => $"{let.Local.Name} = {Text(let.Value)}",
        Write write => $"{write.Pointer.Name}[{write.Index}] = {Text(write.Value)}",
        Begin begin => $"begin {begin.Accumulator.Combine} {begin.Accumulator.Name}",
        Accumulate accumulate => $"{accumulate.Accumulator.Name} <- {Text(accumulate.Value)}",
        Finish finish => $"{finish.Local.Name} = {(finish.Across ? "across " : "")}{finish.Accumulator.Name}",
        Loop loop => $"{loop.Kind.ToString().ToLowerInvariant()} i{loop.Axis.Index} < {loop.Axis.Extent}",
        _ => throw new InvalidOperationException(statement.GetType().Name),
    };

    private static string Text(Expression expression) => Text(expression, l => l.Name, Element);

    private static string Element(Load load) => load.Row is { } row
        ? $"{load.Pointer.Name}[{row.Indices.Name}[{row.Index}] * {row.Stride} + {load.Index}]"
        : $"{load.Pointer.Name}[{load.Index}]";

    private static string Text(Expression expression, Func<Local, string> use, Func<Load, string> load) => expression switch
    {
        Load element => load(element),
        Call { Function: "Copy" or "Cast" } call => Text(call.Arguments[0], use, load),
        Call call => $"{call.Function}({string.Join(", ", call.Arguments.Select(a => Text(a, use, load)))})",
        Number { Value: ScalarConstant constant } => ((float)constant.Value).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        Number number => number.Value.ToString(),
        Position position => position.Index.ToString(),
        RandomValue random => $"random{random.Stream}",
        Use local => use(local.Local),
        ProductValue => "product",
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };
}
