namespace DLCompiler;

/// <summary>−ln p of targets, label by label: the probability of all alignments of a prefix of the target that end so.</summary>
internal static class CtcReference
{
    /// <returns>[N].</returns>
    public static Tensor Losses(Tensor x, IntTensor target, IntTensor inputLengths, IntTensor targetLengths, int blank)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(inputLengths);
        ArgumentNullException.ThrowIfNull(targetLengths);
        if (x.Rank != 3 || target.Rank != 2 || target.Dimensions[0] != x.Dimensions[0])
            throw Wrong($"{ShapeText.Of(x.Dimensions)} and {ShapeText.Of(target.Dimensions)} are not [N, T, C] and [N, S]");
        int batch = x.Dimensions[0], steps = x.Dimensions[1], classes = x.Dimensions[2], labels = target.Dimensions[1];
        if (blank < 0 || blank >= classes) throw Wrong($"the blank {blank} is outside 0..{classes - 1}");
        CheckRange("target", target, classes - 1);
        CheckLengths("inputLengths", inputLengths, batch, steps);
        CheckLengths("targetLengths", targetLengths, batch, labels);
        double[] losses = new double[batch];
        for (int n = 0; n < batch; n++)
        {
            double Log(int step, int label) => x.Values[(((n * steps) + step) * classes) + label];
            var wanted = target.Values.Slice(n * labels, targetLengths.Values[n]).ToArray();
            losses[n] = -LogProbability(Log, inputLengths.Values[n], wanted, blank);
        }

        return Tensor.Result(losses, [batch]);
    }

    private static double LogProbability(Func<int, int, double> log, int steps, int[] target, int blank)
    {
        // Of the first k labels, the last step being the k-th label itself, or a blank behind it.
        double[] label = new double[target.Length + 1], space = new double[target.Length + 1];
        Array.Fill(label, double.NegativeInfinity);
        Array.Fill(space, double.NegativeInfinity);
        space[0] = 0;
        for (int t = 0; t < steps; t++)
        {
            for (int k = target.Length; k >= 0; k--)
            {
                double stays = Add(label[k], space[k]);
                if (k > 0)
                {
                    bool repeats = k > 1 && target[k - 1] == target[k - 2];
                    double comes = repeats ? space[k - 1] : Add(label[k - 1], space[k - 1]);
                    label[k] = Add(label[k], comes) + log(t, target[k - 1]);
                }

                space[k] = stays + log(t, blank);
            }
        }

        return Add(label[^1], space[^1]);
    }

    private static double Add(double a, double b)
    {
        double max = Math.Max(a, b);
        return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max));
    }

    private static void CheckLengths(string argument, IntTensor lengths, int batch, int most)
    {
        if (!lengths.Dimensions.AsSpan().SequenceEqual([batch]))
            throw Wrong($"'{argument}' is {ShapeText.Of(lengths.Dimensions)}, not [{batch}]");
        CheckRange(argument, lengths, most);
    }

    private static void CheckRange(string argument, IntTensor values, int most)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (values.Values[i] < 0 || values.Values[i] > most)
                throw Wrong($"element {i} of '{argument}' is {values.Values[i]}, outside 0..{most}");
        }
    }

    private static ArgumentException Wrong(string what) => new($"Ctc: {what}.");
}
