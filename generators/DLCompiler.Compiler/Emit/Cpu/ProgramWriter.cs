using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Cpu;

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
    private readonly List<IReadOnlyList<Mention>> _mentions = [];
    private readonly Dictionary<Node, string> _gradients;

    public ProgramWriter(string name, KernelProgram program, ModelLayout layout, KernelLibrary kernels, RunMethods methods)
    {
        Name = name;
        _program = program;
        _layout = layout;
        _methods = methods;
        _buffers = BufferPlan.Of(program);
        Places = new ProgramPlaces(program, _buffers, layout);
        _gradients = program.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient).ToDictionary(o => o.Value, o => o.Name);
        _calls = new KernelCallWriter(
            name, program, [.. _layout.Symbols.Select(s => ("nint", Literals.Identifier(s))), .. Draws], [], kernels, methods);
    }

    /// <summary>The method's name.</summary>
    public string Name { get; }

    /// <summary>The name of the field with the arena's plan.</summary>
    public string PlanName => Name + "Plan";

    public ProgramPlaces Places { get; }

    /// <summary>The bytes of values that the calls of checkpoints, in order, take out of memory, with every symbol 1.</summary>
    public IReadOnlyList<(string Name, long Bytes)> Saved =>
        [.. _program.Saved.OrderBy(s => s.Key.Number).Select(s => (s.Key.Name, s.Value.Evaluate(_ => 1) * sizeof(float)))];

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

    public void WriteMethod(CodeWriter code, string summary)
    {
        var items = RunFinder.Find([.. _program.Runs.Select(Item)], MethodOverhead, Places.OwnerOf);
        var written = new List<RunMethod>(_calls.Written);
        code.Line($"/// <summary>{summary}</summary>");
        code.Call($"public static void {Name}(", [.. Arguments.Select(a => $"{a.Type} {a.Name}")], ")");
        code.Line("{");
        using (code.Indent()) WriteBody(code, items, [.. items.SelectMany(i => i.Places).Select(PlaceValue.At)], [], written);
        code.Line("}");
        foreach (var method in written)
        {
            code.Line();
            method.Write(code);
        }
    }

    /// <summary>What the method, and those for what repeats in it, may be passed.</summary>
    private IReadOnlyList<(string Type, string Name)> Arguments =>
    [
        ("ParameterStore", ProgramPlaces.Parameters),
        .. WritesGradients ? [("GradientStore", ProgramPlaces.Gradients)] : Array.Empty<(string, string)>(),
        ("in Lease", ProgramPlaces.Arena),
        .. Places.Arguments,
        .. _layout.Symbols.Select(s => ("nint", Literals.Identifier(s))),
        .. UsesRandom ? Draws : [],
    ];

    /// <summary>What random numbers are drawn with.</summary>
    private static IReadOnlyList<(string Type, string Name)> Draws => [("int", "seed"), ("long", "step")];

    /// <summary>A kernel's call as code whose operands are open.</summary>
    private CodeItem Item(KernelRun run, int number)
    {
        var kernel = run.Kernel;
        var mentions = new List<Mention>();
        string key = _calls.Call(kernel, new OperandNames(n => Open(new Mention(run.Of(n), 0)), s => Open(new Mention(null, s)))).Text;
        _mentions.Add(mentions);
        var places = mentions.Select(m => m.Node is { } node ? Places[node] : new Place(Stream, m.Stream)).ToEquatableArray();
        return new SingleItem([number], key, places, kernel.Stores.Count + 1 + (key.Length / CodeWriter.Width) + places.Count);

        string Open(Mention mention)
        {
            int index = mentions.IndexOf(mention);
            if (index < 0) mentions.Add(mention);
            return $"#{(index < 0 ? mentions.Count - 1 : index)}";
        }
    }

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
        foreach (var (declaration, comment) in scope.Declarations) code.Line(declaration, comment);
        bool first = scope.Declarations.Count == 0;
        foreach (var (item, itemValues) in placed)
        {
            if (!first) code.Line();
            first = false;
            if (item is SingleItem single) WriteCall(code, single, itemValues, scope);
            else WriteLoop(code, (RepeatedItem)item, itemValues, variables, written);
        }
    }

    /// <summary>The values that a call points to, with their nodes in all iterations.</summary>
    private IEnumerable<ScopeValue> Values(SingleItem item, IReadOnlyList<PlaceValue> values) =>
        values.Select((v, m) => (Value: v, Nodes: item.Numbers.Select(k => _mentions[k][m].Node).OfType<Node>().ToList()))
            .Where(v => v.Nodes.Count > 0).Select(v => new ScopeValue(v.Value, v.Nodes));

    private void WriteCall(CodeWriter code, SingleItem item, IReadOnlyList<PlaceValue> values, ProgramScope scope)
    {
        var mentions = _mentions[item.Numbers[0]].ToList();
        var runs = item.Numbers.Select(k => _program.Runs[k]).ToList();
        string Pointer(Node node) => scope[values[mentions.IndexOf(new Mention(runs[0].Of(node), 0))]];
        string Number(int stream)
        {
            var value = values[mentions.IndexOf(new Mention(null, stream))];
            string text = value.Print(e => Literals.Size(e.Index!));
            return value is ChoiceValue ? $"({text})" : text;
        }

        var kernels = runs.ConvertAll(r => r.Kernel);
        for (int s = 0; s < kernels[0].Stores.Count; s++)
        {
            var stores = kernels.Select(k => k.Stores[s]).ToList();
            code.Line($"// {Pointer(stores[0].Target)} {Describe(kernels, stores)}");
        }

        _calls.Call(kernels[0], new OperandNames(Pointer, Number)).Write(code);
    }

    private void WriteLoop(
        CodeWriter code, RepeatedItem item, IReadOnlyList<PlaceValue> values, IReadOnlyList<string> variables, List<RunMethod> written)
    {
        string variable = new Names([.. Places.Reserved, .. variables]).Unique("i");
        IReadOnlyList<string> all = [.. variables, variable];
        var body = new CodeWriter(RunMethods.Margin + CodeWriter.IndentSize);
        WriteBody(body, item.Body, item.BodyValues(values, variable), all, written);
        string block = BlockName(item);
        string name = $"{Name}{block.Replace(".", "")}{(item.IsReversed ? "Backward" : "")}";
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

    /// <summary>A value's shape and the expression of the user's that it comes from, where all iterations have the same.</summary>
    private string Describe(IReadOnlyList<Kernel> kernels, IReadOnlyList<Store> stores)
    {
        string shape = _gradients.ContainsKey(stores[0].Target) ? Places.ShapeOf(stores[0].Target) : stores[0].Value.Shape.ToString();
        if (stores.All(s => _gradients.ContainsKey(s.Target)))
            return $"{shape}: gradient of {NameParts.Common([.. stores.Select(s => _gradients[s.Target])])}";
        string[] descriptions = [.. stores.Zip(kernels, KernelCallWriter.Describe).Distinct()];
        return descriptions.Length == 1 ? descriptions[0] : shape;
    }

    /// <summary>What a call mentions: a value, or else a random stream.</summary>
    private readonly record struct Mention(Node? Node, int Stream);
}
