using DLCompiler.Compiler.Emit.Api;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A program of a model, whatever the machine: its kernels, what it is passed, and what is checked before it runs.</summary>
/// <param name="Name">The name of its method.</param>
/// <param name="Kernels">The kernels.</param>
/// <param name="Inputs">What it is passed, also what it does not read.</param>
/// <param name="Guards">What could not be decided at compile time.</param>
/// <param name="Bounds">The bounds of integers.</param>
/// <param name="Summary">What it computes.</param>
/// <param name="Label">What messages call it.</param>
internal sealed record ModelProgram(
    string Name, KernelProgram Kernels, IReadOnlyList<ModelInput> Inputs, IReadOnlyList<Guard> Guards,
    IReadOnlyList<CallBound> Bounds, string Summary, string Label);

/// <summary>The programs of a model for one machine: their plans, methods and calls, and the kernels that they share.</summary>
internal sealed class ProgramSet
{
    /// <summary>The namespace of programs and kernels, where no name of the user's is in the way.</summary>
    private const string Namespace = "DLCompiler.Generated";

    private readonly List<(ModelProgram Model, ProgramWriter Writer, CallWriter Call)> _programs = [];
    private readonly KernelLibrary _kernels;
    private readonly ModelLayout _layout;
    private readonly string _className;

    /// <param name="target">The machine.</param>
    /// <param name="layout">The model.</param>
    /// <param name="className">The class that holds them.</param>
    /// <param name="programs">The programs.</param>
    /// <param name="call">The writer of a program's calls, from what names the programs' class.</param>
    /// <param name="storage">What activations and weights are stored as.</param>
    public ProgramSet(
        Target target, ModelLayout layout, string className, IEnumerable<ModelProgram> programs,
        Func<ModelProgram, ProgramWriter, string, CallWriter> call, Storage storage = Storage.Single)
    {
        (_layout, _className, _kernels) = (layout, className, new KernelLibrary(target));
        var runs = new RunMethods();
        foreach (var program in programs)
        {
            var storages = AssignStorage.Run(program.Kernels, storage);
            var writer = new ProgramWriter(program.Name, program.Kernels, layout, _kernels, runs, storages);
            _programs.Add((program, writer, call(program, writer, $"global::{Namespace}.{className}")));
        }

        if (Writer("Evaluate") is { } evaluate) ProgramWriter.Share(Writer("Predict")!, evaluate);
    }

    public ProgramWriter? Writer(string name) => _programs.FirstOrDefault(p => p.Model.Name == name).Writer;

    public CallWriter? Call(string name) => _programs.FirstOrDefault(p => p.Model.Name == name).Call;

    /// <summary>Writes the namespace with the programs and kernels, to stand after the model's class in the file.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="usings">The directives that the code needs.</param>
    public void Write(CodeWriter code, IEnumerable<string> usings)
    {
        var text = new CodeWriter(margin: 2 * CodeWriter.IndentSize);
        bool first = true;
        foreach (var (program, writer, call) in _programs)
        {
            if (!first) text.Line();
            first = false;
            writer.WritePlan(text);
            text.Line();
            writer.WriteMethod(text, program.Summary);
            text.Line();
            call.WriteStruct(text);
        }

        _kernels.Write(text);
        using var space = code.Block($"namespace {Namespace}");
        code.Lines(usings.Select(u => $"using {u};"));
        code.Line();
        code.Line($"/// <summary>The programs of <c>{_layout.Model}</c>, kernel by kernel.</summary>");
        code.Line(TypeWriter.GeneratedCode);
        using var type = code.Block($"file static class {_className}");
        code.Line(text.ToString().TrimEnd('\n'));
    }
}
