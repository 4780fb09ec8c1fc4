using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>Writes the plan of a program's arena as a static field: each buffer's size and life, those of repeated blocks in loops.</summary>
internal static class PlanWriter
{
    /// <summary>The lines that a loop must save.</summary>
    private const int LoopOverhead = 8;

    private const string Kernel = "kernel";

    /// <summary>What the function that plans the arena is passed.</summary>
    public const string Symbols = "symbols", Buffers = "buffers";

    public static void Write(CodeWriter code, ProgramWriter program, BufferPlan plan, ModelLayout layout)
    {
        var buffers = plan.Buffers;
        code.Line($"/// <summary>Sizes and lives of the values of <see cref=\"{program.Name}\"/>.</summary>");
        code.Line($"public static readonly Program {program.PlanName} = new(");
        using var indent = code.Indent();
        code.Line($"{Literals.Text($"{layout.Model}.{program.Name}")}, symbols: {layout.Symbols.Count}, buffers: {buffers.Count},");
        using var body = code.Block($"static ({Symbols}, {Buffers}) =>", "});");
        for (int s = 0; s < layout.Symbols.Count; s++)
        {
            string symbol = layout.Symbols[s];
            if (buffers.Any(b => b.Elements.Symbols().Contains(symbol))) code.Line($"long {Literals.Symbol(symbol)} = {Symbols}[{s}];");
        }

        var items = RunFinder.Find([.. buffers.Select(Item)], LoopOverhead);
        WriteItems(code, items, [.. items.SelectMany(i => i.Places).Select(PlaceValue.At)], [.. layout.Variables, Symbols, Buffers], buffers);
    }

    /// <summary>A buffer; its number, those of its first and last kernel, and those of its size are open.</summary>
    private static CodeItem Item(ArenaBuffer buffer, int number)
    {
        var places = new List<Place> { new(Buffers, number), new(Kernel, buffer.First), new(Kernel, buffer.Last) };
        string size = Template.Open(Literals.Size(buffer.Elements), value =>
        {
            places.Add(Place.Number(value));
            return places.Count - 1;
        });
        return new SingleItem([number], $"{size} {buffer.Node.Op.Name} {buffer.Node.Shape.Rank}", places.ToEquatableArray(), 1);
    }

    private static string Describe(IReadOnlyList<ArenaBuffer> buffers)
    {
        var descriptions = buffers.Select(b => $"{NodeName.Of(b.Node)} {b.Node.Shape}").Distinct().ToList();
        return descriptions.Count == 1 ? descriptions[0] : $"{descriptions[0]}, …";
    }

    private static void WriteItems(
        CodeWriter code, IReadOnlyList<CodeItem> items, IReadOnlyList<PlaceValue> values, IReadOnlyList<string> taken,
        IReadOnlyList<ArenaBuffer> buffers)
    {
        // Sizes that differ between iterations, named after the first one's.
        var names = new Names([.. taken]);
        var sizes = new Dictionary<string, string>(StringComparer.Ordinal);
        int open = 0;
        foreach (var item in items)
        {
            foreach (var value in values.Skip(open).Take(item.Places.Count).Where(v => item is SingleItem && v is PickValue))
            {
                string text = Text(value);
                if (sizes.ContainsKey(text)) continue;
                sizes[text] = names.Unique($"n{Literals.Integer(value.Order)}");
                code.Line($"long {sizes[text]} = {text};");
            }

            open += item.Places.Count;
        }

        int start = 0;
        foreach (var item in items)
        {
            PlaceValue[] own = [.. values.Skip(start).Take(item.Places.Count)];
            start += own.Length;
            if (item is SingleItem single)
            {
                string[] numbers = [.. own.Select(v => sizes.TryGetValue(Text(v), out string? name) ? name : Text(v))];
                int number = 3;
                string size = Template.Fill(
                    Template.Open(Literals.Size(buffers[single.Numbers[0]].Elements), _ => number++), n => numbers[n]);
                string comment = Describe([.. single.Numbers.Select(n => buffers[n])]);
                code.Line($"{Buffers}[{numbers[0]}] = new({size}, {numbers[1]}, {numbers[2]});", comment);
                continue;
            }

            var repeated = (RepeatedItem)item;
            string variable = new Names([.. taken]).Unique("i");
            using (code.Block($"for (int {variable} = 0; {variable} < {repeated.Count}; {variable}++)"))
                WriteItems(code, repeated.Body, repeated.BodyValues(own, variable), [.. taken, variable, .. sizes.Values], buffers);
            if (start < values.Count) code.Line();
        }
    }

    private static string Text(PlaceValue value) => value.Print(e => Literals.Size(e.Index!));
}
