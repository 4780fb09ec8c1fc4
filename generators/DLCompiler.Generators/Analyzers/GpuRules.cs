using DLCompiler.Compiler.Emit.Gpu;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Generators.Analyzers;

/// <summary>What keeps a model that asks for a GPU from getting code for one, and options that no device takes.</summary>
internal static class GpuRules
{
    private const int MostThreads = 256, LeastTile = 16, LargestTile = 128;

    /// <summary>Numbers that a model's precision cannot hold (DLC3004).</summary>
    public static IReadOnlyList<Finding> Numbers(ModelSpec model, TracedModel traced) =>
        model.RunsOnGpu ? NarrowNumbers.Of(traced, model.Precision) : [];

    /// <summary>
    /// A model's: an op that is not there (DLC3002), or else ILGPU itself (DLC3001); a precision without a GPU (DLC3005).
    /// </summary>
    public static Diagnostic? Find(INamedTypeSymbol type, ModelSpec model, TracedModel traced, Compilation compilation, CancellationToken cancellation)
    {
        if (!model.RunsOnGpu && model.Precision != Storage.Single)
        {
            return Diagnostic.Create(
                Descriptors.UnusedPrecision,
                Place(type, cancellation, "Precision"),
                $"Precision.{model.Precision} has no effect on {type.Name}: it is about code for a GPU. "
                + "Add Gpu = true, or take the precision away");
        }

        if (!model.RunsOnGpu || traced.Predict is null) return null;
        if (GpuLimits.MissingOp(traced) is { } op)
        {
            return Diagnostic.Create(
                Descriptors.NotOnGpu,
                Place(type, cancellation),
                $"{type.Name} cannot run on a GPU: {op} is a hand-written kernel, which is code for the CPU. Write it as ops, or take Gpu = true away");
        }

        return compilation.GetTypeByMetadataName(KnownNames.Accelerator) is not null ? null : Diagnostic.Create(
            Descriptors.NoIlgpu,
            Place(type, cancellation),
            $"{type.Name} gets no code for a GPU: ILGPU is not referenced. Run 'dotnet add package ILGPU --version 1.5.3', or take Gpu = true away");
    }

    /// <summary>Constants of <c>new GpuOptions { … }</c> (DLC3003).</summary>
    public static void Check(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!creation.Type.Is("GpuOptions") || creation.Initializer is null) return;
        foreach (var assignment in creation.Initializer.Initializers.OfType<ISimpleAssignmentOperation>())
        {
            var value = assignment.Value;
            while (!value.ConstantValue.HasValue && value is IConversionOperation conversion) value = conversion.Operand;
            if (assignment.Target is not IPropertyReferenceOperation { Property.Name: var name }) continue;
            if (value.ConstantValue is not { HasValue: true, Value: { } number } || Problem(name, number) is not { } problem) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.WrongGpuOption, assignment.Value.Syntax.GetLocation(), FormattableString.Invariant($"{name} is {number}: {problem}")));
        }
    }

    private static string? Problem(string option, object value) => (option, value) switch
    {
        ("GroupSize", < 1 or > MostThreads) => $"kernels are written for groups of 1 to {MostThreads} threads",
        ("Tile", int side) when side is < LeastTile or > LargestTile || !IsPowerOfTwo(side) => "a tile's side is 16, 32, 64 or 128",
        ("LossScale", <= 0f or float.PositiveInfinity or float.NaN) => "gradients are multiplied by it, and divided again",
        ("LossScaleInterval", < 1) => "the scale grows after one update or more",
        ("AttentionBlock", int side) when side < 1 || !IsPowerOfTwo(side) => "a block's side is a power of two",
        _ => null,
    };

    private static bool IsPowerOfTwo(int value) => (value & (value - 1)) == 0;

    /// <summary>The argument <c>Gpu = true</c>, or another one.</summary>
    private static Location Place(INamedTypeSymbol type, CancellationToken cancellation, string name = "Gpu")
    {
        var attribute = type.Attribute("ModelAttribute")?.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
        var argument = attribute?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        return argument?.GetLocation() ?? type.Locations[0];
    }
}
