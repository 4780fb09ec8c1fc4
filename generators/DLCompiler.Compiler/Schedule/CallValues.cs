using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Schedule;

/// <summary>The values in memory that a call of the library reads and writes, by what says how they are stored.</summary>
/// <param name="Stored">Those of each type parameter of the routine; none for what the call does without.</param>
/// <param name="Floats">The others.</param>
internal sealed record CallValues(IReadOnlyList<IReadOnlyList<Node>> Stored, IReadOnlyList<Node> Floats)
{
    public static CallValues Of(Kernel kernel, KernelProgram program)
    {
        var call = kernel.Call!;
        var routine = (LibraryCall)call.Op;
        var operands = routine.Leaves(call).OfType<OperandArgument>().ToLookup(
            a => a.Index, a => CallOperand.Of(call.Inputs[a.Index], a.Form, program.IsInMemory)!.Read.Node);
        var results = kernel.Stores.Select(s => s.Target).ToLookup(t => t.Op is Result result ? result.Index : 0);
        return new CallValues(
            [.. routine.Storages.Select(s => (Node[])[.. s.Operands.SelectMany(i => operands[i]), .. s.Results.SelectMany(i => results[i])])],
            [
                .. operands.Where(o => !routine.Storages.Any(s => s.Operands.Contains(o.Key))).SelectMany(o => o),
                .. results.Where(r => !routine.Storages.Any(s => s.Results.Contains(r.Key))).SelectMany(r => r),
            ]);
    }
}
