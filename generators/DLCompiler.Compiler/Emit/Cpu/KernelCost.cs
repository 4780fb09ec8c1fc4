using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>About how many elementary operations an item of a kernel's parallel loop takes: what decides whether it is split.</summary>
internal static class KernelCost
{
    public static Dim PerItem(LoopKernel kernel) =>
        kernel.Body[0] is Loop { Kind: LoopKind.ParallelVector } loop ? Of(loop.Body) : Of(kernel.Body);

    private static Dim Of(EquatableArray<Statement> body) =>
        body.Aggregate(Dim.Zero, (sum, s) => sum + (s is Loop loop ? Of(loop.Body) * loop.Axis.Extent : (Dim)Of(s)));

    private static int Of(Statement statement) => (statement is Write or Accumulate ? 1 : 0) + statement.Value().All().Sum(e => e switch
    {
        Call call => ElementwiseCost.Of(call.Function),
        RandomValue => 8,
        Load => 1,
        _ => 0,
    });
}
