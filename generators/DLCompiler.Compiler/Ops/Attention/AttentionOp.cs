using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>Which keys a query sees, and what becomes of scores and weights.</summary>
/// <param name="Scale">The factor of the scores.</param>
/// <param name="HasBias">Whether a bias follows the operands: [N or 1, H or 1, T or 1, S]; −∞ hides a key.</param>
/// <param name="HasLengths">Whether the number of keys of each sequence follows: int[N].</param>
/// <param name="Causal">Whether query i sees the keys up to i + <paramref name="Offset"/> only.</param>
/// <param name="Offset">How many keys are before the first query's own.</param>
/// <param name="Dropout">The probability of a weight to be 0; the others are scaled up.</param>
/// <param name="Stream">The random stream of the dropout.</param>
public sealed record AttentionOptions(
    Scalar Scale, bool HasBias, bool HasLengths, bool Causal, Dim Offset, double Dropout, int Stream);

/// <summary>
/// Attention or its gradient. The first inputs are queries [N, H, T, D], keys [N, G, S, D], values [N, G, S, E], and the
/// bias and the lengths where there are any.
/// </summary>
public abstract record AttentionOp(AttentionOptions Options) : LibraryCall
{
    private const string Operand = "AttentionOperand";

    public override string Attributes =>
        $"scale: {Options.Scale}{(Options.Causal ? $", causal from {Options.Offset}" : "")}"
        + (Options.Dropout > 0 ? $", dropout: {(Scalar)Options.Dropout}, stream: {Options.Stream}" : "");

    /// <summary>How many inputs attention itself has.</summary>
    protected int OperandCount => 3 + (Options.HasBias ? 1 : 0) + (Options.HasLengths ? 1 : 0);

    /// <summary>The bias is often the caller's; what is computed with it is not.</summary>
    protected StorageParameter Bias => new() { Operands = Options.HasBias ? [3] : [] };

    /// <summary>A length says how many keys count: from 0 to all.</summary>
    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) =>
        Options.HasLengths && input == OperandCount - 1 ? inputs[1].Shape[2] + 1 : null;

    /// <summary>[N, H, T, E] as it lies in memory, [N, T, H, E].</summary>
    protected static Node InMemory(Node x) => Build.Permute(x, [0, 2, 1, 3]);

    protected static Shape InMemory(Shape shape) => Shape.Of(shape[0], shape[2], shape[1], shape[3]);

    /// <summary>Sizes, operands and scores, as both routines take them.</summary>
    protected IReadOnlyList<CallArgument> Common(Node node)
    {
        Shape query = node.Inputs[0].Shape, key = node.Inputs[1].Shape, value = node.Inputs[2].Shape;
        Dim[] sizes = [query[0], query[1], key[1], query[2], key[2], query[3], value[3]];
        return
        [
            new StructArgument("AttentionShape", [.. sizes.Select(s => new SizeArgument(s))]),
            Rows(0), Rows(1), Rows(2), new StructArgument("AttentionScores", Scores()),
        ];
    }

    /// <summary>An operand whose rows lie anywhere.</summary>
    protected static CallArgument Rows(int input) =>
        new StructArgument(Operand, [new OperandArgument(input, OperandForm.Rows)]);

    /// <summary>The parts of the scores, without those at the end that are as they are by default.</summary>
    private List<CallArgument> Scores()
    {
        var parts = new List<CallArgument>
        {
            new NumberArgument(Options.Scale),
            Options.HasBias ? Rows(3) : new NothingArgument(),
            Options.HasLengths ? new OperandArgument(OperandCount - 1) : new NothingArgument(),
        };
        if (Options.Causal) parts.AddRange([new FlagArgument(true), new SizeArgument(Options.Offset)]);
        if (Options.Dropout > 0)
        {
            if (!Options.Causal) parts.AddRange([new FlagArgument(false), new SizeArgument(Dim.Zero)]);
            parts.AddRange([new NumberArgument(Options.Dropout), new StreamArgument(Options.Stream)]);
        }

        while (parts[parts.Count - 1] is NothingArgument) parts.RemoveAt(parts.Count - 1);
        return parts;
    }
}
