using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Connectionist temporal classification by its definition: the sum over all alignments there are.</summary>
internal static class CtcReference
{
    /// <summary>−ln p of each sequence, and the gradients by the logarithms.</summary>
    public static NdArray[] Results(CtcTerms op, NdArray[] x)
    {
        int[] sizes = x[0].Sizes;
        NdArray losses = new([sizes[0]]), gradient = new(sizes);
        for (int n = 0; n < sizes[0]; n++)
        {
            int[] target = [.. Enumerable.Range(0, (int)x[3][[n]]).Select(s => (int)x[1][[n, s]])];
            double total = 0;
            var shares = new double[sizes[1], sizes[2]];
            foreach (int[] alignment in Alignments((int)x[2][[n]], sizes[2]))
            {
                if (!Collapse(alignment, op.Blank).SequenceEqual(target)) continue;
                double probability = Math.Exp(alignment.Select((label, t) => x[0][[n, t, label]]).Sum());
                total += probability;
                for (int t = 0; t < alignment.Length; t++) shares[t, alignment[t]] += probability;
            }

            losses[[n]] = total > 0 || !op.ZeroInfinity ? -Math.Log(total) : 0;
            if (total == 0) continue;
            for (int t = 0; t < sizes[1]; t++)
            {
                for (int c = 0; c < sizes[2]; c++) gradient[[n, t, c]] = -shares[t, c] / total;
            }
        }

        return [losses, gradient];
    }

    private static IEnumerable<int[]> Alignments(int steps, int classes) => steps == 0
        ? [[]]
        : from rest in Alignments(steps - 1, classes) from label in Enumerable.Range(0, classes) select (int[])[.. rest, label];

    private static IEnumerable<int> Collapse(int[] alignment, int blank) =>
        alignment.Where((label, t) => label != blank && (t == 0 || alignment[t - 1] != label));
}
