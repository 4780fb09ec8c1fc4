using System.Text;
using DLCompiler.Compiler.Emit;
using DLCompiler.Compiler.Emit.Programs;
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
        if (traced.PredictWithTaps is { } tapped) Program("PredictWithTaps", watch => Pipeline.Inference(tapped, watch));
        if (traced.InferenceLoss is { } evaluated) Program("Evaluate", watch => Pipeline.Inference(evaluated, watch));
        if (traced.TrainingLoss is { } loss) Program("Step", watch => Pipeline.Training(loss, watch: watch));
        stages.Add(new DumpStage("Code", ModelEmitter.Emit(linked).Text!));
        return stages;

        void Program(string name, Func<Action<string, Graph>, Graph> run)
        {
            var graph = run((pass, result) => stages.Add(new DumpStage($"{name}/{pass}", GraphPrinter.Print(result))));
            var kernels = Fuse.Run(graph, layout.Symbols);
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
        var memory = program.Loops().SelectMany(l => l.Memory).ToDictionary(m => m.Key, m => m.Value);
        var programs = program.Loops().SelectMany(l => new[] { l.Start, l.Step }).Prepend(program);
        var nodes = programs.SelectMany(p => p.Runs.SelectMany(r => p.Reads[r.Kernel].Select(read => read.Node)
            .Concat(r.Kernel.Stores.Select(s => s.Target)).Select(r.Of)))
            .Concat(buffers.Buffers.Select(b => b.Node)).Select(Outside).Distinct();
        var scope = new ProgramScope(places, [], nodes.Select(n => new ScopeValue(PlaceValue.At(places[n]), [n])));
        return node => scope[PlaceValue.At(places[Outside(node)])];

        Node Outside(Node node)
        {
            while (memory.TryGetValue(node, out var outside)) node = outside;
            return node;
        }
    }

    /// <summary>
    /// A line a kernel: the space it walks, the axes it reduces, what it stores, what it reads. A loop's are indented below it:
    /// those before its first step, and, after a line, those of a step.
    /// </summary>
    private static string Kernels(KernelProgram program, Func<Node, string> names)
    {
        var text = new StringBuilder();
        int number = 0;
        Add(program, "");
        return text.ToString();

        void Add(KernelProgram kernels, string indent)
        {
            foreach (var run in kernels.Runs)
            {
                var kernel = run.Kernel;
                var stores = kernel.Stores.Select(s => names(run.Of(s.Target))).Distinct();
                var reads = kernels.Reads[kernel].Select(r => names(run.Of(r.Node))).Distinct();
                text.Append($"{indent}{Describe(kernel, ref number)}: {string.Join(", ", stores)} <- {string.Join(", ", reads)}\n");
                if (kernel.Loop is not { } loop) continue;
                Add(loop.Start, indent + "    ");
                text.Append($"{indent}  step\n");
                Add(loop.Step, indent + "    ");
            }
        }
    }

    private static string Describe(Kernel kernel, ref int number)
    {
        if (kernel.Loop is { Scan: var scan }) return $"loop over {scan.Steps}{(scan.Reverse ? " in reverse" : "")}";
        string what = kernel.Product is not null ? "product"
            : kernel.Call is { } call ? $"call of {((LibraryCall)call.Op).Routine}"
            : kernel.ReduceAxes.Count > 0 ? "rows" : "map";
        string reduced = kernel.ReduceAxes.Count > 0 ? $" reducing {string.Join(", ", kernel.ReduceAxes)}" : "";
        return $"kernel {number++}: {what} over {kernel.Space}{reduced}";
    }

    /// <summary>A line a buffer: its shape and its life, from the first kernel to the last.</summary>
    private static string Buffers(BufferPlan plan, Func<Node, string> names) => string.Concat(
        plan.Buffers.Select(b => $"{names(b.Node)} {b.Node.Shape}: {b.Elements} floats, kernels {b.First} to {b.Last}\n"));

    private static string Loops(KernelProgram program)
    {
        var text = new StringBuilder();
        int number = 0;
        Add(program);
        return text.ToString();

        void Add(KernelProgram kernels)
        {
            foreach (var kernel in kernels.Kernels)
            {
                if (kernel.Loop is { } loop)
                {
                    Add(loop.Start);
                    Add(loop.Step);
                    continue;
                }

                if (number > 0) text.Append('\n');
                text.Append($"kernel {number++}\n");
                if (kernel.Call is not null) continue;
                var nest = Lowering.Run(kernel, kernels);
                LoopVerifier.Verify(nest);
                text.Append(LoopPrinter.Print(nest));
            }
        }
    }
}
