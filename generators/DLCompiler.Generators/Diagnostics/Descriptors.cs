using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Diagnostics;

/// <summary>
/// Every diagnostic, in one place. The message comes with the finding; the page says more. They are fields, because
/// Roslyn's release tracking looks for those.
/// </summary>
internal static class Descriptors
{
    internal const string Pages = "https://github.com/dlcompiler/dlcompiler/blob/main/docs/diagnostics/";
    private const string Declarations = "Declarations", Shapes = "Shapes", Training = "Training", Gpu = "Gpu", Internal = "Internal";

    public static readonly DiagnosticDescriptor NotPartial =
        Error("DLC0001", "The class is not partial", Declarations);

    public static readonly DiagnosticDescriptor Unsupported =
        Error("DLC0002", "A network cannot contain this", Declarations);

    public static readonly DiagnosticDescriptor NoForward =
        Error("DLC0003", "No method is marked [Forward]", Declarations);

    public static readonly DiagnosticDescriptor TwoForwards =
        Error("DLC0004", "More than one entry method", Declarations);

    public static readonly DiagnosticDescriptor WrongLayer =
        Error("DLC0005", "A member is declared wrong", Declarations);

    public static readonly DiagnosticDescriptor Collision =
        Error("DLC0006", "A name collides", Declarations);

    public static readonly DiagnosticDescriptor WrongShape =
        Error("DLC0007", "A shape is written wrong", Declarations);

    public static readonly DiagnosticDescriptor UnknownSymbol =
        Error("DLC0008", "A symbol is not known", Declarations);

    public static readonly DiagnosticDescriptor NoShape =
        Error("DLC0009", "A parameter has no [Shape]", Declarations);

    public static readonly DiagnosticDescriptor NotConstant =
        Error("DLC0010", "A value must be known at build time", Declarations);

    public static readonly DiagnosticDescriptor WrongBlock =
        Error("DLC0011", "A block is used or declared wrong", Declarations);

    public static readonly DiagnosticDescriptor Recursion =
        Error("DLC0012", "A helper method calls itself", Declarations);

    public static readonly DiagnosticDescriptor WrongLoss =
        Error("DLC0013", "The loss is declared wrong", Declarations);

    public static readonly DiagnosticDescriptor WrongClass =
        Error("DLC0014", "The class cannot be a network", Declarations);

    public static readonly DiagnosticDescriptor WrongTap =
        Error("DLC0015", "An inside view is shown wrong", Declarations);

    public static readonly DiagnosticDescriptor NotPublished =
        Error("DLC0016", "Code of another assembly cannot be used", Declarations);

    public static readonly DiagnosticDescriptor WrongKernel =
        Error("DLC0017", "A kernel is declared wrong", Declarations);

    public static readonly DiagnosticDescriptor WrongRequirement =
        Error("DLC0018", "A requirement is written wrong", Declarations);

    public static readonly DiagnosticDescriptor OtherVersion = new(
        "DLC0019", "The generator and the library are of different versions", "{0}", Declarations, DiagnosticSeverity.Error,
        true, null, $"{Pages}DLC0019.md", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnmarkedClass =
        Error("DLC0020", "A class with layers is not marked", Declarations);

    public static readonly DiagnosticDescriptor NoBroadcast =
        Error("DLC1001", "Shapes do not broadcast", Shapes);

    public static readonly DiagnosticDescriptor WrongAxis =
        Error("DLC1002", "An axis is out of range or repeated", Shapes);

    public static readonly DiagnosticDescriptor WrongReshape =
        Error("DLC1003", "Reshape changes the number of elements", Shapes);

    public static readonly DiagnosticDescriptor WrongProduct =
        Error("DLC1004", "Inner dimensions of a product differ", Shapes);

    public static readonly DiagnosticDescriptor WrongJoin =
        Error("DLC1005", "Tensors to join do not fit", Shapes);

    public static readonly DiagnosticDescriptor WrongRank =
        Error("DLC1006", "The rank is wrong", Shapes);

    public static readonly DiagnosticDescriptor WrongSlice =
        Error("DLC1007", "A slice or split is out of range", Shapes);

    public static readonly DiagnosticDescriptor WrongInput =
        Error("DLC1008", "The stated input size is not the inferred one", Shapes);

    public static readonly DiagnosticDescriptor TwoShapes =
        Error("DLC1009", "A layer is called with two shapes", Shapes);

    public static readonly DiagnosticDescriptor Conflict =
        Error("DLC1010", "A symbol would have two sizes", Shapes);

    public static readonly DiagnosticDescriptor WrongOperands =
        Error("DLC1011", "The loss's operands do not fit", Shapes);

    public static readonly DiagnosticDescriptor OutOfRange =
        Error("DLC1012", "An argument is out of range", Shapes);

    public static readonly DiagnosticDescriptor NegativeDivision =
        Error("DLC1013", "A quotient of sizes may be negative", Shapes);

    public static readonly DiagnosticDescriptor WrongType =
        Error("DLC1014", "The element type is wrong", Shapes);

    public static readonly DiagnosticDescriptor WrongGroups =
        Error("DLC1015", "Groups do not divide evenly", Shapes);

    public static readonly DiagnosticDescriptor WrongWindow =
        Error("DLC1016", "A window is larger than its axis", Shapes);

    public static readonly DiagnosticDescriptor WrongStep =
        Error("DLC1017", "A sequence, state or step of a recurrence does not fit", Shapes);

    public static readonly DiagnosticDescriptor Required =
        Error("DLC1018", "A requirement does not hold", Shapes);

    public static readonly DiagnosticDescriptor Guarded =
        Rule("DLC1900", "A size is checked at run time", Shapes, DiagnosticSeverity.Hidden);

    public static readonly DiagnosticDescriptor Inferred =
        Rule("DLC1901", "The shape of a value", Shapes, DiagnosticSeverity.Hidden);

    public static readonly DiagnosticDescriptor NoGradient =
        Error("DLC2001", "No gradient can be computed", Training);

    public static readonly DiagnosticDescriptor WrongGradient =
        Error("DLC2002", "A gradient is declared wrong", Training);

    public static readonly DiagnosticDescriptor GradientShape =
        Error("DLC2003", "A gradient has another shape than its parameter", Training);

    public static readonly DiagnosticDescriptor NoIlgpu =
        Rule("DLC3001", "ILGPU is not referenced", Gpu, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor NotOnGpu =
        Error("DLC3002", "A GPU lacks an op", Gpu);

    public static readonly DiagnosticDescriptor WrongGpuOption =
        Error("DLC3003", "No GPU can be used like this", Gpu);

    public static readonly DiagnosticDescriptor NarrowNumber =
        Rule("DLC3004", "Half precision cannot hold a number", Gpu, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor UnusedPrecision =
        Rule("DLC3005", "A precision has no effect", Gpu, DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Failure =
        Error("DLC9000", "The compiler failed", Internal);

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        NotPartial, Unsupported, NoForward, TwoForwards, WrongLayer, Collision, WrongShape, UnknownSymbol, NoShape,
        NotConstant, WrongBlock, Recursion, WrongLoss, WrongClass, WrongTap, NotPublished, WrongKernel, WrongRequirement,
        OtherVersion, UnmarkedClass, NoBroadcast, WrongAxis, WrongReshape, WrongProduct, WrongJoin, WrongRank, WrongSlice, WrongInput,
        TwoShapes, Conflict, WrongOperands, OutOfRange, NegativeDivision, WrongType, WrongGroups, WrongWindow, WrongStep, Required, Guarded,
        Inferred, NoGradient, WrongGradient, GradientShape, NoIlgpu, NotOnGpu, WrongGpuOption, NarrowNumber,
        UnusedPrecision, Failure, .. AdviceDescriptors.All,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById =
        All.ToDictionary(d => d.Id, StringComparer.Ordinal);

    /// <summary>The descriptor of a rule.</summary>
    public static DiagnosticDescriptor Of(string rule) => ById[rule];

    private static DiagnosticDescriptor Error(string id, string title, string category) =>
        Rule(id, title, category, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Rule(string id, string title, string category, DiagnosticSeverity severity) =>
        new(id, title, "{0}", category, severity, true, null, $"{Pages}{id}.md");
}
