using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>Writes the plan of a program's arena as a static field: each buffer's size and life, those of repeated blocks in loops.</summary>
internal static class PlanWriter
{
    /// <summary>The lines that a loop must save.</summary>
    private const int LoopOverhead = 8;

    private const string Kernel = "kernel";

    public static void Write(CodeWriter code, ProgramWriter program, BufferPlan plan, ModelLayout layout)
    {
        var buffers = plan.Buffers;
        code.Line($"/// <summary>Sizes and lives of the values of <see cref=\"{program.Name}\"/>.</summary>");
        code.Line($"public static readonly Program {program.PlanName} = new(");
        using var indent = code.Indent();
        code.Line($"{Literals.Text($"{layout.Model}.{program.Name}")}, symbols: {layout.Symbols.Count}, buffers: {buffers.Count},");
        using var body = code.Block("static (symbols, buffers) =>", "});");
        for (int s = 0; s < layout.Symbols.Count; s++)
        {
            string symbol = layout.Symbols[s];
            if (buffers.Any(b => b.Elements.Symbols().Contains(symbol))) code.Line($"long {Literals.Identifier(symbol)} = symbols[{s}];");
        }

        var items = RunFinder.Find([.. buffers.Select(Item)], LoopOverhead);
        WriteItems(code, items, [.. items.SelectMany(i => i.Places).Select(PlaceValue.At)], [.. layout.Symbols, "symbols", "buffers"], buffers);
    }

    /// <summary>A buffer; its number and those of its first and last kernel are open.</summary>
    private static CodeItem Item(ArenaBuffer buffer, int number)
    {
        string key = $"{Literals.Size(buffer.Elements)} {Describe(buffer)}";
        Place[] places = [new("buffers", number), new(Kernel, buffer.First), new(Kernel, buffer.Last)];
        return new SingleItem([number], key, places.ToEquatableArray(), 1);
    }

    private static string Describe(ArenaBuffer buffer) => $"{NodeName.Of(buffer.Node)} {buffer.Node.Shape}";

    private static void WriteItems(
        CodeWriter code, IReadOnlyList<CodeItem> items, IReadOnlyList<PlaceValue> values, IReadOnlyList<string> taken,
        IReadOnlyList<ArenaBuffer> buffers)
    {
        int start = 0;
        foreach (var item in items)
        {
            PlaceValue[] own = [.. values.Skip(start).Take(item.Places.Count)];
            start += own.Length;
            if (item is SingleItem single)
            {
                var buffer = buffers[single.Numbers[0]];
                string[] numbers = [.. own.Select(v => v.Print(e => Literals.Size(e.Index!)))];
                code.Line($"buffers[{numbers[0]}] = new({Literals.Size(buffer.Elements)}, {numbers[1]}, {numbers[2]});", Describe(buffer));
                continue;
            }

            var repeated = (RepeatedItem)item;
            string variable = new Names([.. taken]).Unique("i");
            using (code.Block($"for (int {variable} = 0; {variable} < {repeated.Count}; {variable}++)"))
                WriteItems(code, repeated.Body, repeated.BodyValues(own, variable), [.. taken, variable], buffers);
            if (start < values.Count) code.Line();
        }
    }
}
