using DLCompiler.Compiler.Emit.Cpu;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Emit.Gpu;
using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// The compiled part of a model: the members that call its programs, and the classes that hold programs and kernels, of the CPU
/// and, where the model asks for it, of a GPU.
/// </summary>
public sealed class ModelCode
{
    private static readonly string[] CpuUsings =
    [
        "global::System", "global::System.Runtime.CompilerServices", "global::System.Runtime.InteropServices", "global::DLCompiler.Runtime",
    ];

    private static readonly string[] GpuUsings =
        ["global::System", "global::DLCompiler.Gpu", "Program = global::DLCompiler.Runtime.Program", "RandomKey = global::DLCompiler.Runtime.RandomKey", "ShapeBinding = global::DLCompiler.Runtime.ShapeBinding"];

    private readonly LinkedModel _linked;
    private readonly TracedModel _traced;
    private readonly ModelLayout _layout;
    private readonly LossWriter _losses;
    private readonly List<ModelProgram> _programs = [];
    private readonly ProgramSet _cpu;

    private ModelCode(LinkedModel linked, TracedModel traced)
    {
        _linked = linked;
        _traced = traced;
        _layout = ModelLayout.Of(Name, traced);
        _losses = new LossWriter(linked.Model);
        var forward = traced.Inputs;
        Add("Predict", Pipeline.Inference(traced.Predict!), forward, "Forward in inference mode.", $"{Name}.Predict");
        if (traced.PredictWithTaps is { } tapped)
            Add("PredictWithTaps", Pipeline.Inference(tapped), forward, "Forward in inference mode, with its inside views.", $"{Name}.Predict");
        var all = forward.Concat(traced.Labels).ToList();
        if (traced.InferenceLoss is { } loss)
            Add("Evaluate", Pipeline.Inference(loss), all, "Forward and loss in inference mode.", $"{Name}.Evaluate");
        if (traced.TrainingLoss is { } training)
            Add("Step", Pipeline.Training(training), all, "Forward, loss and backward in training mode.", $"{Name}.Trainer.Step");
        _cpu = new ProgramSet(
            new CpuTarget(), _layout, $"{Name}Programs", _programs,
            (program, writer, path) => new CallWriter(_layout, writer, program.Label, path) { Inputs = program.Inputs, Guards = program.Guards, Bounds = program.Bounds });
    }

    private string Name => _linked.Model.Type.Name.TrimStart('@');

    /// <summary>Compiles a model that is not refused.</summary>
    public static ModelCode Compile(LinkedModel linked, TracedModel traced) => new(linked, traced);

    /// <summary>Writes the members of the model's class.</summary>
    public void WriteMembers(CodeWriter code)
    {
        ModelMembersWriter.Write(code, _layout);
        code.Line();
        SummaryWriter.Write(code, _layout, _traced, _cpu.Writer("Step")?.Saved ?? []);
        code.Line();
        PredictWriter.Write(code, _cpu.Call("Predict")!, _cpu.Call("PredictWithTaps"), _layout);
        BatchWriter.WritePredict(code, _cpu.Call("Predict")!);
        if (_cpu.Call("Evaluate") is { } evaluate)
        {
            code.Line();
            if (_losses.HasValues)
            {
                _losses.WriteType(code);
                code.Line();
            }

            _losses.WriteEvaluate(code, evaluate);
            if (_cpu.Call("Step") is { } step)
            {
                code.Line();
                TrainerWriter.Write(code, _linked.Model.Type.Name, _losses, step, _cpu.Writer("Step")!, evaluate, _cpu.Call("Predict")!);
            }
        }

        code.Line();
        ParameterAccessWriter.Write(code, _layout);
    }

    /// <summary>Writes the namespace with the programs and kernels, to stand after the model's class in the file.</summary>
    public void WritePrograms(CodeWriter code) => _cpu.Write(code, CpuUsings);

    /// <summary>The file with the part of the model's class that runs on a GPU.</summary>
    public string WriteGpu()
    {
        var model = _linked.Model;
        var gpu = new ProgramSet(
            new GpuTarget(), _layout, $"{Name}GpuPrograms", _programs.Where(p => p.Name != "PredictWithTaps").Select(OnGpu),
            (program, writer, path) => new GpuCallWriter(_layout, writer, program.Label, path) { Inputs = program.Inputs, Guards = program.Guards, Bounds = program.Bounds },
            model.Precision);
        return TypeWriter.Write(
            model.Type,
            code => GpuModelWriter.Write(code, model.Type.Name, _layout, _losses, gpu.Call, model.Precision),
            after: code => gpu.Write(code, GpuUsings),
            isMarked: false);
    }

    /// <summary>Halves do not reach as low as gradients do: those of a step are scaled.</summary>
    private ModelProgram OnGpu(ModelProgram program) => program.Name == "Step" && _linked.Model.Precision == Storage.Half
        ? program with { Kernels = Fuse.Run(Pipeline.Training(_traced.TrainingLoss!, isScaled: true), _layout.Symbols) }
        : program;

    private void Add(string name, Graph graph, IReadOnlyList<TracedInput> inputs, string summary, string label) => _programs.Add(new ModelProgram(
        name,
        Fuse.Run(graph, _layout.Symbols),
        [.. _layout.Inputs.Where(i => inputs.Any(t => t.Name == i.Name))],
        name switch { "Step" => _traced.TrainingGuards, "Evaluate" => _traced.LossGuards, _ => _traced.Guards },
        [.. IndexBounds.Of(name switch
        {
            "Step" => _traced.TrainingLoss!,
            "Evaluate" => _traced.InferenceLoss!,
            _ => _traced.Predict!,
        })],
        summary,
        label));
}
