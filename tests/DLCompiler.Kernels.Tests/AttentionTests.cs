using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Blocked attention and its gradient.</summary>
public class AttentionTests
{
    /// <summary>Below, at and above the blocks of queries (128) and keys (240); few queries; grouped heads.</summary>
    public static TheoryData<AttentionShape> Shapes =>
    [
        new(1, 1, 1, 1, 1, 1, 1),
        new(2, 3, 3, 5, 7, 4, 6),
        new(1, 4, 2, 33, 33, 8, 8),
        new(2, 2, 1, 128, 240, 16, 16),
        new(1, 2, 2, 130, 250, 17, 9),
        new(1, 1, 1, 300, 500, 5, 40),
        new(2, 6, 2, 1, 270, 32, 32),
        new(1, 2, 2, 4, 100, 64, 70),
    ];

    [Theory, MemberData(nameof(Shapes))]
    public void AgreesAtEveryWidth(AttentionShape shape) => ForEach(
        shape, (random, scores, bias, lengths) => new AttentionCase(random, shape, scores, bias, lengths).AssertAgrees());

    [Theory, MemberData(nameof(Shapes))]
    public void ThreadsDoNotChangeABit(AttentionShape shape) => ForEach(shape, (random, scores, bias, lengths) =>
    {
        var use = new AttentionCase(random, shape, scores, bias, lengths);
        float[][] Run(int threads)
        {
            using var _ = new Settings(threads: threads);
            return [.. use.Run(), use.Predict()];
        }

        var expected = Run(1);
        foreach (var threads in new[] { 2, 3, 7 }) Assert.Equal(expected, Run(threads));
    });

    [Theory, MemberData(nameof(Shapes))]
    public void RunningAllocatesNothing(AttentionShape shape) =>
        new AttentionCase(new Random(4), shape, new AttentionScores(1, Causal: true), bias: true).AssertAllocatesNothing();

    private static void ForEach(AttentionShape shape, Action<Random, AttentionScores, bool, bool> run)
    {
        foreach (var bits in Widths.Available)
        {
            using var _ = new Settings(bits, threads: 3);
            var random = new Random(bits);
            run(random, new AttentionScores(1), false, false);
            run(random, new AttentionScores(1, Causal: true, Offset: shape.Keys - shape.Queries), false, false);
            run(random, new AttentionScores(1, Causal: true, Offset: -2), true, false);
            run(random, new AttentionScores(1, Dropout: 0.3f, Stream: 5), true, true);
            run(random, new AttentionScores(1, Causal: true), false, true);
        }
    }
}
