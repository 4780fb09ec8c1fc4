using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>Vectors on the threads of the run-time library.</summary>
internal sealed class CpuTarget : Target
{
    public override (string Type, string Name)? Device => null;

    public override bool Packs => true;

    public override bool Profiles => true;

    public override bool KeepsRows => true;

    public override KernelCode Write(LoopKernel kernel) => CpuKernelWriter.Write(kernel);

    public override KernelCall Launch(LoopKernel kernel)
    {
        bool byElement = kernel.Rows.Count == 0;
        var items = byElement ? ((Loop)kernel.Body[0]).Axis.Extent : Dim.Product(kernel.Rows[0].Axes.Select(a => a.Extent));
        var cost = KernelCost.PerItem(kernel);
        string[] arguments = byElement ? [Literals.Size(items), Literals.Size(cost), "align: 16"] : [Literals.Size(items), Literals.Size(cost)];
        return new KernelCall("Workers.Run(", arguments);
    }

    public override void WriteStruct(CodeWriter code, string name, KernelCode kernel)
    {
        string[] parameters = [.. kernel.Parameters.Select(p => $"{p.Type} {p.Name}")];
        code.Call($"private readonly struct {name}(", parameters, $") : {kernel.Interface}");
        code.Line("{");
        using (code.Indent()) code.Line(kernel.Body.TrimEnd('\n'));
        code.Line("}");
    }
}
