using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Diagnostics;

/// <summary>
/// Advice: what compiles, and is a common mistake (a warning), or could be better (a suggestion).
/// </summary>
internal static class AdviceDescriptors
{
    public static readonly DiagnosticDescriptor ProbabilitiesForLogits =
        Mistake("DLC4001", "CrossEntropy gets probabilities");

    public static readonly DiagnosticDescriptor SigmoidForLogits =
        Mistake("DLC4002", "BinaryCrossEntropyWithLogits gets probabilities");

    public static readonly DiagnosticDescriptor ProbabilitiesForLogarithms =
        Mistake("DLC4003", "A loss gets probabilities instead of their logarithms");

    public static readonly DiagnosticDescriptor SquashedLogits =
        Mistake("DLC4004", "An activation limits the logits");

    public static readonly DiagnosticDescriptor UnusedLayer =
        Mistake("DLC4005", "A layer is never called");

    public static readonly DiagnosticDescriptor UnusedParameter =
        Mistake("DLC4006", "A parameter is never read");

    public static readonly DiagnosticDescriptor UnusedValue =
        Mistake("DLC4007", "A value is computed and dropped");

    public static readonly DiagnosticDescriptor MissingGradient =
        Mistake("DLC4008", "No loss depends on a layer");

    public static readonly DiagnosticDescriptor RedundantBias =
        Suggestion("DLC4009", "A bias has no effect before a normalisation");

    public static readonly DiagnosticDescriptor LastDropout =
        Suggestion("DLC4010", "Dropout comes last");

    public static readonly DiagnosticDescriptor LinearChain =
        Suggestion("DLC4011", "Two linear layers have nothing between");

    public static readonly DiagnosticDescriptor AppliedTwice =
        Mistake("DLC4012", "An op is applied to its own result");

    public static readonly DiagnosticDescriptor NeedlessActivation =
        Suggestion("DLC4013", "An activation has no effect");

    public static readonly DiagnosticDescriptor UnreadInput =
        Suggestion("DLC4014", "An input is never read");

    public static readonly DiagnosticDescriptor ConstantLoss =
        Mistake("DLC4015", "A loss depends on no parameter");

    public static readonly DiagnosticDescriptor SoftmaxOfOne =
        Mistake("DLC4016", "Probabilities of one class are 1");

    public static readonly DiagnosticDescriptor NormOfOne =
        Mistake("DLC4017", "One element is normalised");

    public static readonly DiagnosticDescriptor DropoutBeforeBatchNorm =
        Suggestion("DLC4018", "BatchNorm takes what Dropout gives");

    public static readonly DiagnosticDescriptor SkippedInputs =
        Suggestion("DLC4019", "A stride is larger than its window");

    public static readonly DiagnosticDescriptor AccidentalProduct =
        Mistake("DLC4020", "A loss compares each example with each label");

    public static readonly DiagnosticDescriptor SameOperands =
        Mistake("DLC4021", "A tensor is compared with itself");

    public static readonly DiagnosticDescriptor UnstableFormula =
        Mistake("DLC4022", "A formula overflows where an op does not");

    public static readonly DiagnosticDescriptor NeedlessOneHot =
        Suggestion("DLC4023", "Labels are made one-hot for nothing");

    public static readonly DiagnosticDescriptor NeedlessReduction =
        Suggestion("DLC4024", "One number is reduced");

    public static readonly DiagnosticDescriptor UnmarkedLoss =
        Mistake("DLC4025", "A method that is called Loss is not marked [Loss]");

    public static readonly DiagnosticDescriptor PinnedSize =
        Mistake("DLC4026", "A size that varies can have one value only");

    public static readonly DiagnosticDescriptor UninitializedWeights =
        Mistake("DLC4027", "A constructor leaves the weights at 0");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        ProbabilitiesForLogits, SigmoidForLogits, ProbabilitiesForLogarithms, SquashedLogits, UnusedLayer, UnusedParameter,
        UnusedValue, MissingGradient, RedundantBias, LastDropout, LinearChain, AppliedTwice, NeedlessActivation, UnreadInput,
        ConstantLoss, SoftmaxOfOne, NormOfOne, DropoutBeforeBatchNorm, SkippedInputs, AccidentalProduct, SameOperands,
        UnstableFormula, NeedlessOneHot, NeedlessReduction, UnmarkedLoss, PinnedSize, UninitializedWeights,
    ];

    private static DiagnosticDescriptor Mistake(string id, string title) => Advice(id, title, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Suggestion(string id, string title) => Advice(id, title, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Advice(string id, string title, DiagnosticSeverity severity) =>
        new(id, title, "{0}", "Advice", severity, true, null, $"{Descriptors.Pages}{id}.md");
}
