using DLCompiler.Compiler.Emit.Cpu;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// The compiled part of a model: the members that call its programs, and the class that holds programs and kernels.
/// </summary>
public sealed class ModelCode
{
    private readonly LinkedModel _linked;
    private readonly TracedModel _traced;
    private readonly ModelLayout _layout;
    private readonly KernelLibrary _kernels = new();
    private readonly RunMethods _runs = new();
    private readonly LossWriter _losses;
    private readonly List<CompiledProgram> _programs = [];

    private ModelCode(LinkedModel linked, TracedModel traced)
    {
        _linked = linked;
        _traced = traced;
        var type = linked.Model.Type;
        ProgramsName = type.Name.TrimStart('@') + "Programs";
        _layout = ModelLayout.Of(type.Name.TrimStart('@'), traced);
        _losses = new LossWriter(linked.Model);
    }

    /// <summary>The namespace of programs and kernels, where no name of the user's is in the way.</summary>
    private const string ProgramsNamespace = "DLCompiler.Generated";

    private string ProgramsName { get; }

    private string ProgramsPath => $"global::{ProgramsNamespace}.{ProgramsName}";

    /// <summary>Compiles a model that is not refused.</summary>
    public static ModelCode Compile(LinkedModel linked, TracedModel traced)
    {
        var code = new ModelCode(linked, traced);
        var forward = traced.Inputs;
        code.Add("Predict", Pipeline.Inference(traced.Predict!), forward, "Forward in inference mode.", $"{code._layout.Model}.Predict");
        if (traced.PredictWithTaps is { } tapped)
            code.Add("PredictWithTaps", Pipeline.Inference(tapped), forward, "Forward in inference mode, with its inside views.", $"{code._layout.Model}.Predict");
        var all = forward.Concat(traced.Labels).ToList();
        if (traced.InferenceLoss is { } loss)
            code.Add("Evaluate", Pipeline.Inference(loss), all, "Forward and loss in inference mode.", $"{code._layout.Model}.Evaluate");
        if (code.Program("Evaluate") is { } evaluate) ProgramWriter.Share(code.Program("Predict")!.Writer, evaluate.Writer);
        if (traced.TrainingLoss is { } training)
            code.Add("Step", Pipeline.Training(training), all, "Forward, loss and backward in training mode.", $"{code._layout.Model}.Trainer.Step");
        return code;
    }

    /// <summary>Writes the members of the model's class.</summary>
    public void WriteMembers(CodeWriter code)
    {
        ModelMembersWriter.Write(code, _layout);
        code.Line();
        SummaryWriter.Write(code, _layout, _traced, Program("Step")?.Writer.Saved ?? []);
        code.Line();
        PredictWriter.Write(code, Program("Predict")!.Call, Program("PredictWithTaps")?.Call, _layout);
        if (Program("Evaluate") is { } evaluate)
        {
            code.Line();
            if (_losses.HasValues)
            {
                _losses.WriteType(code);
                code.Line();
            }

            _losses.WriteEvaluate(code, evaluate.Call);
            if (Program("Step") is { } step)
            {
                code.Line();
                TrainerWriter.Write(code, _linked.Model.Type.Name, _losses, step.Call, step.Writer, evaluate.Call);
            }
        }

        code.Line();
        ParameterAccessWriter.Write(code, _layout);
    }

    /// <summary>Writes the namespace with the programs and kernels, to stand after the model's class in the file.</summary>
    public void WritePrograms(CodeWriter code)
    {
        var text = new CodeWriter(margin: 2 * CodeWriter.IndentSize);
        bool first = true;
        foreach (var (program, call, summary) in _programs)
        {
            if (!first) text.Line();
            first = false;
            program.WritePlan(text);
            text.Line();
            program.WriteMethod(text, summary);
            text.Line();
            call.WriteStruct(text);
        }

        _kernels.Write(text);
        using var space = code.Block($"namespace {ProgramsNamespace}");
        code.Lines(["using global::System;", "using global::System.Runtime.CompilerServices;", "using global::System.Runtime.InteropServices;", "using global::DLCompiler.Runtime;"]);
        code.Line();
        code.Line($"/// <summary>The programs of <c>{_layout.Model}</c>, kernel by kernel.</summary>");
        code.Line(TypeWriter.GeneratedCode);
        using var type = code.Block($"file static class {ProgramsName}");
        code.Line(text.ToString().TrimEnd('\n'));
    }

    private void Add(string name, Graph graph, IReadOnlyList<TracedInput> inputs, string summary, string call)
    {
        var program = new ProgramWriter(name, Fuse.Run(graph, _layout.Symbols), _layout, _kernels, _runs);
        var writer = new CallWriter(_layout, program, call, ProgramsPath)
        {
            Inputs = [.. _layout.Inputs.Where(i => inputs.Any(t => t.Name == i.Name))],
            Guards = name switch
            {
                "Step" => _traced.TrainingGuards,
                "Evaluate" => _traced.LossGuards,
                _ => _traced.Guards,
            },
            Bounds = [.. IndexBounds.Of(name switch
            {
                "Step" => _traced.TrainingLoss!,
                "Evaluate" => _traced.InferenceLoss!,
                _ => _traced.Predict!,
            })],
        };
        _programs.Add(new CompiledProgram(program, writer, summary));
    }

    private CompiledProgram? Program(string name) => _programs.FirstOrDefault(p => p.Writer.Name == name);

    private sealed record CompiledProgram(ProgramWriter Writer, CallWriter Call, string Summary);
}
