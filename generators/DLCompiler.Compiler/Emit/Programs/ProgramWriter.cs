using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>
/// Writes one program, such as a training step, as a static method: the kernels in order, each call under a comment that says
/// what it computes. What repeats, as the blocks of a deep network do, is a method of its own, called in a loop.
/// </summary>
internal sealed class ProgramWriter
{
    /// <summary>The lines that a method of its own must save; below, code reads better as it is.</summary>
    private const int MethodOverhead = 24;

    private const string Stream = "stream";

    private readonly KernelProgram _program;
    private readonly ModelLayout _layout;
    private readonly KernelCallWriter _calls;
    private readonly RunMethods _methods;
    private readonly BufferPlan _buffers;
    private readonly StoragePlan _storages;
    private readonly List<IReadOnlyList<Mention>> _mentions = [];
    private readonly List<KernelCall> _templates = [];
    private readonly List<KernelWork> _works = [];
    private readonly Dictionary<Node, string> _gradients;
    private readonly IReadOnlyList<CodeItem> _items;
    private int _shared;

    public ProgramWriter(string name, KernelProgram program, ModelLayout layout, KernelLibrary kernels, RunMethods methods,
        StoragePlan storages)
    {
        Name = name;
        _program = program;
        _layout = layout;
        _methods = methods;
        _storages = storages;
        _buffers = BufferPlan.Of(program, storages);
        Device = kernels.Target.Device is { } device ? [device] : [];
        Places = new ProgramPlaces(program, _buffers, layout, storages, [.. Device.Select(d => d.Name)]);
        _gradients = program.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient).ToDictionary(o => o.Value, o => o.Name);
        _calls = new KernelCallWriter(
            name, program, [.. Device, .. _layout.Variables.Select(v => ("nint", v)), .. Draws], [], kernels, methods, storages);
        _items = RunFinder.Find([.. program.Runs.Select(Item)], MethodOverhead, Places.OwnerOf);
    }

    /// <summary>The method's name.</summary>
    public string Name { get; }

    /// <summary>The name of the field with the arena's plan.</summary>
    public string PlanName => Name + "Plan";

    public ProgramPlaces Places { get; }

    /// <summary>What the method is passed first, on a device.</summary>
    private IReadOnlyList<(string Type, string Name)> Device { get; }

    /// <summary>The bytes of values that the calls of checkpoints, in order, take out of memory, with every symbol 1.</summary>
    public IReadOnlyList<(string Name, long Bytes)> Saved =>
        [.. _program.Saved.OrderBy(s => s.Key.Number).Select(s => (s.Key.Name, s.Value.EvaluateAlike().Value * sizeof(float)))];

    public bool UsesRandom => _calls.UsesRandom;

    public bool WritesGradients => _gradients.Count > 0;

    /// <summary>The losses, their sum first, and the index of each in the arena.</summary>
    public IReadOnlyList<(Output Loss, int Arena)> Losses =>
        [.. _program.Outputs.Where(o => o.Kind is OutputKind.Loss or OutputKind.LossPart).Select(o => (o, ArenaIndex(o.Value)))];

    /// <summary>The inside views, and the index of each in the arena.</summary>
    public IReadOnlyList<(Output Tap, int Arena)> Taps =>
        [.. _program.Outputs.Where(o => o.Kind == OutputKind.Tap).Select(o => (o, ArenaIndex(o.Value)))];

    /// <summary>The buffers of the model that a step updates: their index in the store, and in the arena.</summary>
    public IReadOnlyList<(int Parameter, int Arena)> BufferUpdates =>
        [.. _program.Outputs.Where(o => o.Kind == OutputKind.BufferUpdate).Select(o => (_layout.IndexOf(o.Name), ArenaIndex(o.Value)))];

    private int ArenaIndex(Node node) => Places[node].Index!.Value;

    public void WritePlan(CodeWriter code) => PlanWriter.Write(code, this, _buffers, _layout);

    /// <summary>Makes what two programs begin with a method of its own.</summary>
    public static void Share(ProgramWriter first, ProgramWriter second)
    {
        int count = 0, most = Math.Min(first._items.Count, second._items.Count);
        while (count < most && first._items[count].Key == second._items[count].Key
            && first._items[count].Places == second._items[count].Places) count++;
        if (first._items.Take(count).Sum(i => i.Lines) > MethodOverhead) first._shared = second._shared = count;
    }

    public void WriteMethod(CodeWriter code, string summary)
    {
        var written = new List<RunMethod>(_calls.Written);
        code.Line($"/// <summary>{summary}</summary>");
        code.Call($"public static void {Name}(", [.. Arguments.Select(a => $"{a.Type} {a.Name}")], ")");
        code.Line("{");
        using (code.Indent())
        {
            if (_shared > 0) WriteShared(code, written);
            WriteItems(code, _items.Skip(_shared), written);
        }

        code.Line("}");
        foreach (var method in written)
        {
            code.Line();
            method.Write(code);
        }
    }

    private void WriteShared(CodeWriter code, List<RunMethod> written)
    {
        var body = new CodeWriter(RunMethods.Margin + CodeWriter.IndentSize);
        WriteItems(body, _items.Take(_shared), written);
        var method = _methods.Use(
            $"{Name}Start", $"What <see cref=\"{Name}\"/> begins with, and not it alone.", Arguments, body.ToString(), out bool isNew);
        if (isNew) written.Add(method);
        code.Call($"{method.Name}(", [.. method.Parameters.Select(p => p.Name)], ");");
        code.Line();
    }

    private void WriteItems(CodeWriter code, IEnumerable<CodeItem> items, List<RunMethod> written)
    {
        var own = items.ToList();
        WriteBody(code, own, [.. own.SelectMany(i => i.Places).Select(PlaceValue.At)], [], written);
    }

    /// <summary>What the method, and those for what repeats in it, may be passed.</summary>
    private IReadOnlyList<(string Type, string Name)> Arguments =>
    [
        .. Device,
        ("ParameterStore", ProgramPlaces.Parameters),
        .. _storages.Narrow == Storage.Single ? Array.Empty<(string, string)>() : [("NarrowStore", ProgramPlaces.Narrow)],
        .. WritesGradients ? [("GradientStore", ProgramPlaces.Gradients)] : Array.Empty<(string, string)>(),
        ("in Lease", ProgramPlaces.Arena),
        .. Places.Arguments,
        .. Places.ReadsScale ? [("Floats", ProgramPlaces.Scale)] : Array.Empty<(string, string)>(),
        .. _layout.Variables.Select(v => ("nint", v)),
        .. UsesRandom ? Draws : [],
    ];

    /// <summary>What random numbers are drawn with.</summary>
    private static IReadOnlyList<(string Type, string Name)> Draws => [("int", ProgramPlaces.Seed), ("long", ProgramPlaces.Step)];

    /// <summary>A kernel's call as code whose operands are open.</summary>
    private CodeItem Item(KernelRun run, int number)
    {
        var kernel = run.Kernel;
        var mentions = new List<Mention>();
        var call = _calls.Call(kernel, new OperandNames(n => Open(new Mention(run.Of(n))), s => Open(new Mention(Stream: s))));
        var template = new KernelCall(Template.Open(call.Head, Number), [.. call.Arguments.Select(a => Template.Open(a, Number))]);
        _templates.Add(template);
        _mentions.Add(mentions);
        int variables = mentions.Count(m => m.Number is null);
        if (_calls.Work(kernel) is { } work) mentions.Add(new Mention(Work: WorkNumber(work)));

        var places = mentions.Select(PlaceOf).ToEquatableArray();
        return new SingleItem([number], template.Text + Stored(mentions), places, kernel.Stores.Count + 1 + (call.Text.Length / CodeWriter.Width) + variables);

        string Open(Mention mention)
        {
            int index = mentions.IndexOf(mention);
            if (index < 0) mentions.Add(mention);
            return Template.Hole(index < 0 ? mentions.Count - 1 : index);
        }

        // Numbers that are equal here may differ in another use of the code.
        int Number(int value)
        {
            mentions.Add(new Mention(Number: value));
            return mentions.Count - 1;
        }
    }

    /// <summary>What tells calls apart that are written alike, of values that are stored in different ways.</summary>
    private string Stored(IEnumerable<Mention> mentions) => _storages.Narrow == Storage.Single
        ? ""
        : string.Join(",", mentions.Where(m => m.Node is not null).Select(m => _storages[m.Node!]));

    /// <summary>The number of what a kernel does: equal ones have one.</summary>
    private int WorkNumber(KernelWork work)
    {
        if (!_works.Contains(work)) _works.Add(work);
        return _works.IndexOf(work);
    }

    private Place PlaceOf(Mention mention) => mention switch
    {
        { Work: { } work } => Place.Number(work),
        { Node: { } node } => Places[node],
        { Number: { } number } => Place.Number(number),
        _ => new Place(Stream, mention.Stream),
    };

    /// <summary>Declarations, then the calls in order.</summary>
    private void WriteBody(
        CodeWriter code, IReadOnlyList<CodeItem> items, IReadOnlyList<PlaceValue> values, IReadOnlyList<string> variables,
        List<RunMethod> written)
    {
        var placed = new List<(CodeItem Item, IReadOnlyList<PlaceValue> Values)>();
        foreach (var item in items)
        {
            int start = placed.Sum(p => p.Values.Count);
            placed.Add((item, [.. values.Skip(start).Take(item.Places.Count)]));
        }

        var scope = new ProgramScope(Places, variables, placed.Where(p => p.Item is SingleItem).SelectMany(p => Values((SingleItem)p.Item, p.Values)));
        var sizes = Sizes(placed.Where(p => p.Item is SingleItem), scope);
        bool first = !scope.WriteDeclarations(code);
        foreach (var (item, itemValues) in placed)
        {
            if (!first) code.Line();
            first = false;
            if (item is SingleItem single) WriteCall(code, single, itemValues, scope, sizes);
            else WriteLoop(code, (RepeatedItem)item, itemValues, scope, variables, written);
        }
    }

    /// <summary>The values that a call points to, with their nodes in all iterations, and its numbers.</summary>
    private IEnumerable<ScopeValue> Values(SingleItem item, IReadOnlyList<PlaceValue> values) =>
        values.Select((v, m) => (Value: v, Of: m, Nodes: item.Numbers.Select(k => _mentions[k][m].Node).OfType<Node>().ToList()))
            .Where(v => v.Nodes.Count > 0 || _mentions[item.Numbers[0]][v.Of].Number is not null)
            .Select(v => new ScopeValue(v.Value, v.Nodes));

    /// <summary>What the code calls sizes that differ between iterations, by all their values.</summary>
    private Dictionary<string, string> Sizes(IEnumerable<(CodeItem Item, IReadOnlyList<PlaceValue> Values)> placed, ProgramScope scope)
    {
        var sizes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (item, values) in placed)
        {
            int[] numbers = [.. ((SingleItem)item).Numbers];
            for (int m = 0; m < values.Count; m++)
            {
                if (_mentions[numbers[0]][m].Number is not null)
                    sizes[Key(numbers.Select(k => _mentions[k][m].Number!.Value))] = scope[values[m]];
            }
        }

        return sizes;
    }

    private void WriteCall(
        CodeWriter code, SingleItem item, IReadOnlyList<PlaceValue> values, ProgramScope scope, Dictionary<string, string> sizes)
    {
        var mentions = _mentions[item.Numbers[0]].ToList();
        var runs = item.Numbers.Select(k => _program.Runs[k]).ToList();
        string Pointer(Node node) => scope[values[mentions.IndexOf(new Mention(runs[0].Of(node)))]];
        string Text(int mention)
        {
            var value = values[mention];
            if (mentions[mention].Node is not null || mentions[mention].Number is not null) return scope[value];
            string text = value.Print(e => Literals.Size(e.Index!));
            return value is ChoiceValue ? $"({text})" : text;
        }

        var kernels = runs.ConvertAll(r => r.Kernel);
        var results = Enumerable.Range(0, kernels[0].Stores.Count).Select(s =>
        {
            var stores = kernels.Select(k => k.Stores[s]).ToList();
            var (shapes, origin) = Describe(kernels, stores);
            return (Pointer(stores[0].Target), Print(shapes, sizes), origin);
        });
        int done = mentions.FindIndex(m => m.Work is not null);
        KernelCallWriter.WriteResults(code, results, done < 0 ? null : Print(values[done]));
        var template = _templates[item.Numbers[0]];
        new KernelCall(Template.Fill(template.Head, Text), [.. template.Arguments.Select(a => Template.Fill(a, Text))]).Write(code);
    }

    private void WriteLoop(
        CodeWriter code, RepeatedItem item, IReadOnlyList<PlaceValue> values, ProgramScope scope, IReadOnlyList<string> variables,
        List<RunMethod> written)
    {
        string variable = new Names([.. Places.Reserved, .. scope.Names, .. variables]).Unique("i");
        IReadOnlyList<string> all = [.. variables, variable];
        var body = new CodeWriter(RunMethods.Margin + CodeWriter.IndentSize);
        WriteBody(body, item.Body, item.BodyValues(values, variable), all, written);
        string block = BlockName(item);
        string name = $"{Name}{(block.Length > 0 ? block.Replace(".", "") : "Part")}{(item.IsReversed ? "Backward" : "")}";
        var method = _methods.Use(
            name, Summary(item.Count, block, variable),
            [.. Arguments, .. all.Select(v => ("int", v))], body.ToString(), out bool isNew);
        if (isNew) written.Add(method);
        code.Line(item.IsReversed
            ? $"for (int {variable} = {item.Count - 1}; {variable} >= 0; {variable}--)"
            : $"for (int {variable} = 0; {variable} < {item.Count}; {variable}++)");
        using (code.Indent()) code.Call($"{method.Name}(", [.. method.Parameters.Select(p => p.Name)], ");");
    }

    private string Summary(int count, string block, string variable) => block.Length > 0
        ? $"Number <c>{variable}</c> of {count} <c>{block}</c> that <see cref=\"{Name}\"/> runs in a loop."
        : $"Number <c>{variable}</c> of {count} alike parts of <see cref=\"{Name}\"/>.";

    /// <summary>What the instances that a repetition runs have in common in their name: <c>Blocks</c>.</summary>
    private string BlockName(RepeatedItem item)
    {
        var names = Singles(item).SelectMany(s => Values(s, [.. s.Places.Select(PlaceValue.At)]))
            .Where(v => v.Place.Of is ProgramPlaces.Parameters or ProgramPlaces.Gradients)
            .Select(v => NameParts.Block([.. v.Nodes.Select(Places.NameOf)])).OfType<string>();
        return names.GroupBy(n => n).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstOrDefault() ?? "";
    }

    private static IEnumerable<SingleItem> Singles(CodeItem item) =>
        item is SingleItem single ? [single] : ((RepeatedItem)item).Body.SelectMany(Singles);

    /// <summary>A value's shapes, and the expression of the user's that it comes from, where all iterations have the same.</summary>
    private (IReadOnlyList<Shape> Shapes, string Origin) Describe(IReadOnlyList<Kernel> kernels, IReadOnlyList<Store> stores)
    {
        if (stores.All(s => _gradients.ContainsKey(s.Target)))
        {
            string parameter = NameParts.Common([.. stores.Select(s => _gradients[s.Target])]);
            return ([.. stores.Select(s => Places.ShapeOf(s.Target))], $"gradient of {parameter}");
        }

        var descriptions = stores.Zip(kernels, KernelCallWriter.Describe).ToList();
        string[] origins = [.. descriptions.Select(d => d.Origin).Distinct()];
        return ([.. descriptions.Select(d => d.Shape)], origins.Length == 1 ? origins[0] : "");
    }

    /// <summary>The shape in all iterations: sizes that differ by the variables that have them, or else the first one.</summary>
    private static string Print(IReadOnlyList<Shape> shapes, Dictionary<string, string> sizes)
    {
        if (shapes.Distinct().Count() == 1) return shapes[0].ToString();
        return $"[{string.Join(", ", Enumerable.Range(0, shapes[0].Rank).Select(Size))}]";

        string Size(int axis)
        {
            var dims = shapes.Select(s => s[axis]).ToList();
            if (dims.Distinct().Count() == 1) return dims[0].ToString();
            return dims.All(d => d.IsConstant) && sizes.TryGetValue(Key(dims.Select(d => d.Constant)), out string? size) ? size : $"{dims[0]}…";
        }
    }

    /// <summary>What a kernel does, or, where that differs between iterations, a choice of tuples.</summary>
    private string Print(PlaceValue work)
    {
        KernelWork Of(ElementValue element) => _works[(int)element.Index!.Constant];
        return work is ElementValue same ? Of(same).ToCode() : work.Print(e => $"({Of(e).ToCode()})");
    }

    private static string Key<T>(IEnumerable<T> numbers) => string.Join(" ", numbers);

    /// <summary>What a call mentions: a value, a whole number, what a kernel does, or else a random stream.</summary>
    private readonly record struct Mention(Node? Node = null, int? Number = null, int? Work = null, int Stream = 0);
}
