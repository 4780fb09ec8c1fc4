using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>
/// The C# variables of a program that point to its values: what the caller passes, parameters and their gradients, and memory
/// of the arena.
/// </summary>
internal sealed class ProgramVariables
{
    private readonly Dictionary<Node, string> _byNode = [];
    private readonly Dictionary<string, string> _byLeaf = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Value, string Comment)> _declarations = [];
    private readonly Names _names;

    public ProgramVariables(KernelProgram program, BufferPlan buffers, ModelLayout layout)
    {
        _names = new Names([.. layout.Symbols, "parameters", "gradients", "arena", "seed", "step"]);
        var reads = program.Kernels.SelectMany(k => program.Reads[k]).Select(r => r.Node).ToList();
        Inputs = [.. layout.Inputs.Where(i => reads.Any(r => r.Op is Input input && input.InputName == i.Name))];
        foreach (var input in Inputs) _byLeaf["input " + input.Name] = Unique(NodeName.Camel(input.Name));
        Results = [.. program.Outputs.Where(o => o.Kind is OutputKind.Result or OutputKind.InputGradient)];
        foreach (var output in Results) _byNode[output.Value] = Unique(ResultName(output));

        var used = new HashSet<string>(reads.Select(r => r.Op).OfType<Parameter>().Select(p => p.ParameterName), StringComparer.Ordinal);
        for (int i = 0; i < layout.Parameters.Count; i++)
        {
            string name = layout.Parameters[i].Name;
            if (used.Contains(name)) _byLeaf["parameter " + name] = Declare(NodeName.Camel(name), $"parameters[{i}]", layout.Parameters[i].Shape.ToString());
        }

        foreach (var output in program.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient))
        {
            int index = layout.IndexOf(output.Name);
            _byNode[output.Value] = Declare(NodeName.Camel(output.Name) + "Gradient", $"gradients[{index}]", layout.Parameters[index].Shape.ToString());
        }

        for (int b = 0; b < buffers.Buffers.Count; b++)
        {
            var node = buffers.Buffers[b].Node;
            _byNode[node] = Declare(NodeName.Of(node), $"arena[{b}]", node.Shape.ToString());
        }
    }

    /// <summary>The inputs that the program reads.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>What the program writes into memory of the caller.</summary>
    public IReadOnlyList<Output> Results { get; }

    public IReadOnlyList<(string Name, string Value, string Comment)> Declarations => _declarations;

    public string this[Node node] => node.Op switch
    {
        Input input => _byLeaf["input " + input.InputName],
        Parameter parameter => _byLeaf["parameter " + parameter.ParameterName],
        _ => _byNode[node],
    };

    private static string ResultName(Output output) =>
        NodeName.Camel(output.Name) + (output.Kind == OutputKind.InputGradient ? "Gradient" : "");

    private string Unique(string name) => Literals.Identifier(_names.Unique(name));

    private string Declare(string name, string value, string comment)
    {
        string unique = Unique(name);
        _declarations.Add((unique, value, comment));
        return unique;
    }
}
