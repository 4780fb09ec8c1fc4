namespace DLCompiler;

/// <summary>Channels are axis 1 of [N, C, ...], as PyTorch has them.</summary>
internal static class Channels
{
    /// <summary>A vector with an element a channel of <paramref name="x"/>, shaped so that it broadcasts.</summary>
    /// <exception cref="ArgumentException">There are no channels, or it has another length.</exception>
    public static Tensor Align(string op, Tensor vector, Tensor x)
    {
        if (x.Rank < 2 || vector.Count != x.Dimensions[1])
        {
            string given = ShapeText.Of(vector.Dimensions), of = ShapeText.Of(x.Dimensions);
            throw new ArgumentException($"{op}: {given} does not have one element a channel of {of}.");
        }

        return vector.WithShape([vector.Count, .. Enumerable.Repeat(1, x.Rank - 2)]);
    }

    /// <summary>Every axis but that of channels, from <paramref name="first"/> on.</summary>
    public static int[] AxesBeside(Tensor x, int first = 0) =>
        [.. Enumerable.Range(0, x.Rank).Where(axis => axis >= first && axis != 1)];
}
