using DLCompiler.Compiler.Emit.Api;
using DLCompiler.Compiler.Emit.Declarations;
using DLCompiler.Compiler.Emit.Gpu;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Specs.Publishing;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit;

/// <summary>A generated file, and why the class was refused where it was.</summary>
public sealed record GeneratedFile(string Name, string? Text, Finding? Refusal)
{
    /// <summary>The part of a model that runs on a GPU, a file of its own; null where there is none.</summary>
    public string? GpuText { get; init; }

    /// <summary>Whether the compiler failed behind what analyzers run, too.</summary>
    public bool FailedInEmission { get; init; }
}

/// <summary>Assembles the generated part of a model or a block.</summary>
public static class ModelEmitter
{
    /// <summary>The generated part of a model: its API, its kernels, and its eager layers.</summary>
    /// <param name="linked">The model with its blocks.</param>
    /// <param name="hasGpu">Whether ILGPU is there, for a model that asks for it.</param>
    /// <param name="cancellation">Stops the tracing.</param>
    public static GeneratedFile Emit(LinkedModel linked, bool hasGpu = false, CancellationToken cancellation = default)
    {
        var model = linked.Model;
        var traced = Tracer.Trace(linked, cancellation);
        var refusal = traced.Findings.FirstOrDefault(f => f.Refuses);
        if (refusal is not null) return Refuse(model, refusal);
        var compiled = ModelCode.Compile(linked, traced);
        string text = TypeWriter.Write(
            model.Type,
            writer => Write(writer, linked, traced, compiled),
            " : global::DLCompiler.IModel",
            LayerTable.Of(model, traced).WriteRemarks,
            compiled.WritePrograms);
        return new GeneratedFile(model.Type.FileName, text, null)
        {
            GpuText = hasGpu && model.RunsOnGpu && GpuLimits.MissingOp(traced) is null ? compiled.WriteGpu() : null,
        };
    }

    /// <summary>
    /// The generated part of a block: its eager layers, and its spec for other assemblies. Its kernels are part of the
    /// models that use it.
    /// </summary>
    public static GeneratedFile Emit(LinkedBlock linked, CancellationToken cancellation = default)
    {
        var block = linked.Block;
        if (block.Refusal is { } refusal) return Refuse(block, refusal);
        var table = LayerTable.Of(block, Tracer.Check(block, linked.Blocks, cancellation).Code);
        string text = TypeWriter.Write(
            block.Type,
            writer =>
            {
                new EagerEntry(writer, block).WriteBlock();
                new LayerBodies(writer, block, table).Write();
            },
            before: writer =>
            {
                table.WriteRemarks(writer);
                Publication.Write(writer, block);
            });
        return new GeneratedFile(block.Type.FileName, text, null);
    }

    /// <summary>The generated part of a class with a hand-written kernel: its op's body.</summary>
    public static GeneratedFile Emit(KernelSpec kernel)
    {
        string name = $"{kernel.Type.FileName}.{kernel.Member.Name}.Kernel";
        if (!kernel.Type.IsOpen || !kernel.LacksBody) return new GeneratedFile(name, null, kernel.Refusal);
        string text = TypeWriter.Write(kernel.Type, writer =>
        {
            var bodies = new KernelBodies(writer, kernel);
            if (kernel.Refusal is { } cause) bodies.Refuse(cause);
            else bodies.Write();
        }, isMarked: false);
        return new GeneratedFile(name, text, kernel.Refusal);
    }

    /// <summary>The members of a class that cannot be compiled; without any where none can be added.</summary>
    public static GeneratedFile Refuse(NetworkSpec network, Finding cause) =>
        new(
            network.Type.FileName,
            network.Type.IsOpen
                ? TypeWriter.Write(
                    network.Type, writer => new RefusedBodies(writer, network).Write(cause), RefusedBodies.Bases(network))
                : null,
            cause);

    private static void Write(CodeWriter writer, LinkedModel linked, TracedModel traced, ModelCode compiled)
    {
        StoreDeclarations.Write(writer, linked.Model, traced);
        writer.Line();
        compiled.WriteMembers(writer);
        new EagerEntry(writer, linked.Model).WriteModel(linked.Model, traced.PredictWithTaps is not null);
        new LayerBodies(writer, linked.Model, LayerTable.Of(linked.Model, traced)).Write();
    }
}
