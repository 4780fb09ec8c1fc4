using System.Numerics.Tensors;
using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>How light a picture is, which says little of what it shows.</summary>
internal static class Light
{
    // Of a pixel of the thing itself, where 1 is white: some room is left for what is lighter.
    private const float Usual = 0.7f;

    /// <summary>The pictures of a data set, all equally light, and their labels.</summary>
    public static Dataset Even(Dataset data) => new()
    {
        { "image", Even(data.Floats("image")), 1, PictureData.Side, PictureData.Side },
        { "label", data.Ints("label") },
    };

    /// <summary>
    /// Pictures that are all equally light. An autoencoder that need not draw how dark a coat is has room for its shape.
    /// </summary>
    /// <remarks>
    /// A picture's light is the mean of its pixels, each as often as it is light, Σp² / Σp: of a thing and not of the black
    /// around it. Twice the pixels have twice the light.
    /// </remarks>
    /// <param name="pixels">[pictures, 784], from 0 to 1.</param>
    public static float[] Even(float[] pixels)
    {
        var even = new float[pixels.Length];
        for (int start = 0; start < pixels.Length; start += PictureData.Area)
        {
            ReadOnlySpan<float> picture = pixels.AsSpan(start, PictureData.Area);
            float sum = TensorPrimitives.Sum(picture);
            if (sum == 0) continue; // Nothing is drawn: it is blank in any light.
            float light = TensorPrimitives.SumOfSquares(picture) / sum;
            Span<float> target = even.AsSpan(start, PictureData.Area);
            TensorPrimitives.Multiply(picture, Usual / light, target);
            TensorPrimitives.Min(target, 1, target);
        }

        return even;
    }
}
