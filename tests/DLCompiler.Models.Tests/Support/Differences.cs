namespace DLCompiler.Models.Tests.Support;

/// <summary>Central differences of the eager loss, in double precision.</summary>
internal static class Differences
{
    // Small, so that a kink seldom lies within it. The error is h² against the loss's third derivative, and 2⁻⁵² / h.
    private const float Step = 1f / 131072;

    /// <summary>The gradient by a parameter, of up to <paramref name="most"/> of its elements, evenly spread.</summary>
    /// <returns>The elements' indices and derivatives.</returns>
    public static (int[] Indices, double[] Values) Of(
        CompiledModel model, IReadOnlyList<Argument> arguments, string parameter, int most = 12, int seed = 0)
    {
        int index = model.Store.IndexOf(parameter), count = model.Store.Parameters[index].Count;
        int taken = Math.Min(count, most);
        int[] indices = [.. Enumerable.Range(0, taken).Select(i => (int)((long)i * count / taken))];
        return (indices, [.. indices.Select(i => Derivative(model, arguments, index, i, seed))]);
    }

    private static double Derivative(
        CompiledModel model, IReadOnlyList<Argument> arguments, int parameter, int element, int seed)
    {
        float middle = model.Store.Span(parameter)[element], above = middle + Step, below = middle - Step;
        double high = LossAt(above), low = LossAt(below);
        Set(middle);
        return (high - low) / ((double)above - below);

        double LossAt(float value)
        {
            Set(value);
            return model.EagerLoss(arguments, seed: seed);
        }

        void Set(float value) => model.Store.Edit(parameter, (values, _) => values[element] = value);
    }
}
