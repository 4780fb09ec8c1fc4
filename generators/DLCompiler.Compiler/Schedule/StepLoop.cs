using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Schedule;

/// <summary>A scan as kernels: some before the first step, and some that run in every step.</summary>
/// <param name="Scan">The loop.</param>
/// <param name="Position">The symbol of the position in what a step reads and writes.</param>
/// <param name="Start">Puts the initial states where the first step finds them.</param>
/// <param name="Step">One step.</param>
/// <param name="Results">The memory that the loop leaves, by the results of its op.</param>
/// <param name="Reads">What the loop reads.</param>
/// <param name="Memory">The values around the loop for those in it that stand for them.</param>
public sealed record StepLoop(
    ScanLoop Scan,
    string Position,
    KernelProgram Start,
    KernelProgram Step,
    IReadOnlyList<Node> Results,
    IReadOnlyList<Read> Reads,
    IReadOnlyDictionary<Node, Node> Memory)
{
    /// <summary>The kernels in the order in which they are written.</summary>
    public IEnumerable<(KernelProgram Program, Kernel Kernel)> Kernels =>
        Start.Kernels.Select(k => (Start, k)).Concat(Step.Kernels.Select(k => (Step, k)));

    /// <summary>The states that alternate between two places.</summary>
    public IEnumerable<(Node First, Node Second)> Alternating =>
        Enumerable.Range(0, Scan.States).Where(s => !Scan.Kept[s])
            .Select(s => (Results[s], Results[Scan.SecondPlace(s)]));
}
