using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>
/// Where the values of a program are: what the caller passes, parameters and their gradients, and memory of the arena.
/// </summary>
internal sealed class ProgramPlaces
{
    public const string Parameters = "parameters";
    public const string Narrow = "narrow";
    public const string Gradients = "gradients";
    public const string Arena = "arena";
    public const string Scale = "lossScale";
    public const string Seed = "seed";
    public const string Step = "step";

    public const string Device = "device";

    /// <summary>What a program calls by the same names in every model.</summary>
    public static readonly IReadOnlyCollection<string> Words =
        new HashSet<string>(StringComparer.Ordinal)
        {
            Parameters, Narrow, Gradients, Arena, Scale, Seed, Step, Device, PlanWriter.Symbols, PlanWriter.Buffers,
        };

    private readonly Dictionary<Node, Place> _byNode = [];
    private readonly Dictionary<string, Place> _inputs = new(StringComparer.Ordinal);
    private readonly ModelLayout _layout;

    public ProgramPlaces(
        KernelProgram program, BufferPlan buffers, ModelLayout layout, StoragePlan? storages = null, params string[] taken)
    {
        _layout = layout;
        Storages = storages ?? StoragePlan.Single;
        string[] own = Storages.Narrow == Storage.Single ? [] : [Narrow, Scale];
        string[] all = [.. layout.Variables, Parameters, Gradients, Arena, Seed, Step, .. own, .. taken];
        var names = new Names(all);
        var read = new HashSet<string>(
            program.Kernels.SelectMany(k => program.Reads[k]).Select(r => r.Node.Op).OfType<Input>().Select(i => i.InputName), StringComparer.Ordinal);
        Inputs = [.. layout.Inputs.Where(i => read.Contains(i.Name))];
        foreach (var input in layout.Inputs) _inputs[input.Name] = new Place(Literals.Identifier(names.Unique(NodeName.Camel(input.Name))));
        Results = [.. program.Outputs.Where(o => o.Kind is OutputKind.Result or OutputKind.InputGradient)];
        foreach (var output in Results) _byNode[output.Value] = new Place(Literals.Identifier(names.Unique(ResultName(output))));
        foreach (var output in program.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient))
        {
            int index = layout.IndexOf(output.Name);
            _byNode[output.Value] = new Place(Gradients, index);
        }

        for (int b = 0; b < buffers.Buffers.Count; b++) _byNode[buffers.Buffers[b].Node] = new Place(Arena, b);
        ReadsScale = program.Kernels.SelectMany(k => program.Reads[k]).Any(r => r.Node.Op is LossScale);
        Reserved = [.. all, .. Arguments.Select(a => a.Name)];
    }

    /// <summary>What values are stored as.</summary>
    public StoragePlan Storages { get; }

    /// <summary>Whether the program multiplies gradients by a scale.</summary>
    public bool ReadsScale { get; }

    /// <summary>The inputs that the program reads.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>What the program writes into memory of the caller.</summary>
    public IReadOnlyList<Output> Results { get; }

    /// <summary>The C# parameters for inputs and results.</summary>
    public IReadOnlyList<(string Type, string Name)> Arguments =>
    [
        .. Inputs.Select(i => (Literals.Pointer(i.Type.DType), _inputs[i.Name].Of)),
        .. Results.Select(r => (Literals.Pointer(r.Value.Type.DType), _byNode[r.Value].Of)),
    ];

    /// <summary>What the program calls an input: in lower case, and not like anything else of it.</summary>
    public string NameOf(ModelInput input) => _inputs[input.Name].Of;

    /// <summary>The names of parameters, and of what every method of the program may be passed.</summary>
    public IReadOnlyList<string> Reserved { get; }

    public Place this[Node node] => node.Op switch
    {
        Input input => _inputs[input.InputName],
        Parameter parameter => new Place(
            Storages[node] == Storage.Single ? Parameters : Narrow, _layout.IndexOf(parameter.ParameterName)),
        LossScale => new Place(Scale),
        _ => _byNode[node],
    };

    /// <summary>What the value at an element is called, with its full name where it is a parameter's.</summary>
    public string NameOf(Node node) => this[node] switch
    {
        { Of: Parameters or Narrow, Index: { } index } => _layout.Parameters[index].Name,
        { Of: Gradients, Index: { } index } => _layout.Parameters[index].Name + "Gradient",
        { Of: Arena } => NodeName.Of(node),
        var argument => argument.Of,
    };

    /// <summary>The instance of a block that a parameter or its gradient belongs to.</summary>
    public string? OwnerOf(Place place) =>
        place is { Of: Parameters or Narrow or Gradients, Index: { } index } ? NameParts.Owner(_layout.Parameters[index].Name) : null;

    /// <summary>The shape of the value as the user knows it.</summary>
    public Shape ShapeOf(Node node) =>
        this[node] is { Of: Parameters or Narrow or Gradients, Index: { } index } ? _layout.Parameters[index].Shape : node.Shape;

    private static string ResultName(Output output) =>
        NodeName.Camel(output.Name) + (output.Kind == OutputKind.InputGradient ? "Gradient" : "");
}
