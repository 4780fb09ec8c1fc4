using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>Threads of an ILGPU accelerator.</summary>
internal sealed class GpuTarget : Target
{
    public override (string Type, string Name)? Device => ("Device", ProgramPlaces.Device);

    public override bool Packs => false;

    public override bool Profiles => false;

    public override bool KeepsRows => false;

    public override KernelCode Write(LoopKernel kernel) => GpuKernelWriter.Write(kernel);

    /// <summary>A thread an item, or a team of threads where it reduces over something.</summary>
    public override KernelCall Launch(LoopKernel kernel)
    {
        var shape = GpuLaunch.Of(kernel);
        string[] sizes = shape.Kind == GpuLaunchKind.Map ? [Literals.Size(shape.Items)] : [Literals.Size(shape.Items), Literals.Size(shape.Depth)];
        return new KernelCall($"{ProgramPlaces.Device}.{shape.Kind}(", sizes);
    }

    /// <summary>
    /// Fields are public, and sizes 32 bits: ILGPU's launcher, which is in an assembly of its own, passes them one by one.
    /// </summary>
    public override void WriteStruct(CodeWriter code, string name, KernelCode kernel)
    {
        string[] parameters = [.. kernel.Parameters.Select(p => $"{p.Type} {p.Name}")];
        code.Call($"internal struct {name}(", parameters, $") : {kernel.Interface}");
        code.Line("{");
        using (code.Indent())
        {
            foreach (var parameter in kernel.Parameters)
            {
                code.Line(parameter.Type == "nint"
                    ? $"public int {parameter.Name} = checked((int){parameter.Name});"
                    : $"public {parameter.Type} {parameter.Name} = {parameter.Name};");
            }

            if (kernel.Parameters.Count > 0) code.Line();
            code.Line(kernel.Body.TrimEnd('\n'));
        }

        code.Line("}");
    }
}

/// <summary>How a kernel's items are given to threads.</summary>
internal enum GpuLaunchKind
{
    /// <summary>A thread an item.</summary>
    Map,

    /// <summary>A team an item, which reduces over neighbours in memory.</summary>
    Rows,

    /// <summary>A team an item, whose neighbours in memory are those of the items beside it.</summary>
    Columns,
}

/// <summary>How a kernel is launched.</summary>
/// <param name="Kind">How items are given to threads.</param>
/// <param name="Items">How many there are.</param>
/// <param name="Depth">How many elements each reduces over.</param>
internal sealed record GpuLaunch(GpuLaunchKind Kind, Dim Items, Dim Depth)
{
    public static GpuLaunch Of(LoopKernel kernel)
    {
        var rows = Dim.Product(kernel.Rows.SelectMany(r => r.Axes).Select(a => a.Extent));
        if (kernel.Body.Any(s => s is Finish { Across: true })) return new(GpuLaunchKind.Rows, rows, Points(kernel.Body));
        var across = (Loop)kernel.Body[0];
        bool reduces = across.Body.Any(s => s is Loop);
        return new(
            reduces ? GpuLaunchKind.Columns : GpuLaunchKind.Map, rows * across.Axis.Extent, reduces ? Points(across.Body) : Dim.One);
    }

    /// <summary>The points of the first nest of loops: all nests of a kernel walk the same axes.</summary>
    private static Dim Points(EquatableArray<Statement> body) =>
        body.OfType<Loop>().FirstOrDefault() is { } loop ? loop.Axis.Extent * Points(loop.Body) : Dim.One;
}
