using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Passes.Simplification;

/// <summary>Rewrites nodes by local rules until none applies.</summary>
public static class Simplify
{
    /// <summary>
    /// The rules, in the order in which they are tried. Each makes the graph smaller or moves an op in one direction.
    /// </summary>
    public static IReadOnlyList<Func<Node, Node?>> Rules { get; } =
    [
        ConstantRules.FoldElementwise,
        ConstantRules.FoldMovement,
        ConstantRules.FoldReduction,
        ConstantRules.NumberToTheRight,
        ArithmeticRules.AddNothing,
        ArithmeticRules.MultiplyByOneOrZero,
        ArithmeticRules.DivideByNumber,
        ArithmeticRules.CombineNumbers,
        ArithmeticRules.CombineNegations,
        ArithmeticRules.NumbersOutward,
        ArithmeticRules.PowerOfNumber,
        ArithmeticRules.ReciprocalOfRoot,
        ArithmeticRules.ChooseBetweenEquals,
        MovementRules.DropIdentity,
        MovementRules.MergeMovements,
        MovementRules.PermuteOfOnes,
        MovementRules.OnesAfterPermute,
        MovementRules.BroadcastAfterPermute,
        MovementRules.BroadcastAfterElementwise,
        ArithmeticRules.DivideByRepeated,
        MovementRules.SliceOfConcat,
        MovementRules.SliceOfBroadcast,
        MovementRules.SumOfPads,
        ReductionRules.DropAxesOfOne,
        ReductionRules.MergeReductions,
        ReductionRules.PermuteAfterReduction,
        ReductionRules.OnesAfterReduction,
        ReductionRules.ReduceBroadcast,
        ReductionRules.FactorOutOfSum,
        ProductRules.ProductWithOneMatrix,
        ProductRules.SumOfProducts,
    ];

    public static Graph Run(Graph graph) => FixpointRewriter.Run(graph, Apply);

    private static Node? Apply(Node node)
    {
        foreach (var rule in Rules)
        {
            if (rule(node) is { } next) return next;
        }

        return null;
    }
}
