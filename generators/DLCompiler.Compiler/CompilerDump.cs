using System.Text;
using DLCompiler.Compiler.Emit;
using DLCompiler.Compiler.Emit.Cpu;
using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler;

/// <summary>What a stage made, as text. <c>Spec</c> and <c>Code</c> are the whole model's; a program's stages begin with
/// its name, such as <c>Step/Fuse</c>.</summary>
public sealed record DumpStage(string Name, string Text);

/// <summary>
/// Every stage of a model as text that depends on the model alone: what documentation shows, and what one looks at to see
/// which stage went wrong. Graphs and loop nests are verified on the way.
/// </summary>
public static class CompilerDump
{
    /// <summary>The stages of a model that is not refused, in order.</summary>
    public static IReadOnlyList<DumpStage> Of(LinkedModel linked)
    {
        var traced = Tracer.Trace(linked);
        var stages = new List<DumpStage> { new("Spec", SpecDump.Print(linked)) };
        var layout = ModelLayout.Of(linked.Model.Type.Name.TrimStart('@'), traced);
        Program("Predict", watch => Pipeline.Inference(traced.Predict!, watch));
        if (traced.InferenceLoss is { } evaluated) Program("Evaluate", watch => Pipeline.Inference(evaluated, watch));
        if (traced.TrainingLoss is { } loss) Program("Step", watch => Pipeline.Training(loss, watch: watch));
        stages.Add(new DumpStage("Code", ModelEmitter.Emit(linked).Text!));
        return stages;

        void Program(string name, Func<Action<string, Graph>, Graph> run)
        {
            var graph = run((pass, result) => stages.Add(new DumpStage($"{name}/{pass}", GraphPrinter.Print(result))));
            var kernels = Fuse.Run(graph);
            var buffers = BufferPlan.Of(kernels);
            var names = Names(kernels, buffers, layout);
            stages.Add(new DumpStage($"{name}/Fuse", Kernels(kernels, names)));
            stages.Add(new DumpStage($"{name}/Buffers", Buffers(buffers, names)));
            stages.Add(new DumpStage($"{name}/Loops", Loops(kernels)));
        }
    }

    /// <summary>What a program without repetitions calls its values.</summary>
    private static Func<Node, string> Names(KernelProgram program, BufferPlan buffers, ModelLayout layout)
    {
        var places = new ProgramPlaces(program, buffers, layout);
        var nodes = program.Kernels.SelectMany(k => program.Reads[k].Select(r => r.Node).Concat(k.Stores.Select(s => s.Target)))
            .Concat(buffers.Buffers.Select(b => b.Node));
        var scope = new ProgramScope(places, [], nodes.Select(n => new ScopeValue(PlaceValue.At(places[n]), [n])));
        return node => scope[PlaceValue.At(places[node])];
    }

    /// <summary>A line a kernel: the space it walks, the axes it reduces, what it stores, what it reads.</summary>
    private static string Kernels(KernelProgram program, Func<Node, string> names)
    {
        var text = new StringBuilder();
        for (int k = 0; k < program.Kernels.Count; k++)
        {
            var kernel = program.Kernels[k];
            string what = kernel.Product is not null ? "product" : kernel.Call is { } call ? $"call of {((LibraryCall)call.Op).Routine}" : kernel.ReduceAxes.Count > 0 ? "rows" : "map";
            string reduced = kernel.ReduceAxes.Count > 0 ? $" reducing {string.Join(", ", kernel.ReduceAxes)}" : "";
            var stores = kernel.Stores.Select(s => names(s.Target)).Distinct();
            var reads = program.Reads[kernel].Select(r => names(r.Node)).Distinct();
            text.Append($"kernel {k}: {what} over {kernel.Space}{reduced}: ")
                .Append($"{string.Join(", ", stores)} <- {string.Join(", ", reads)}\n");
        }

        return text.ToString();
    }

    /// <summary>A line a buffer: its shape and its life, from the first kernel to the last.</summary>
    private static string Buffers(BufferPlan plan, Func<Node, string> names) => string.Concat(
        plan.Buffers.Select(b => $"{names(b.Node)} {b.Node.Shape}: {b.Elements} floats, kernels {b.First} to {b.Last}\n"));

    private static string Loops(KernelProgram program)
    {
        var text = new StringBuilder();
        for (int k = 0; k < program.Kernels.Count; k++)
        {
            if (k > 0) text.Append('\n');
            text.Append($"kernel {k}\n");
            if (program.Kernels[k].Call is not null) continue;
            var nest = Lowering.Run(program.Kernels[k], program);
            LoopVerifier.Verify(nest);
            text.Append(LoopPrinter.Print(nest));
        }

        return text.ToString();
    }
}
