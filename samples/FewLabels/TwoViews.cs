using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>
/// Each picture twice: as it might as well be, and changed so much that it is hard to tell. What the network says of
/// the first is the label of the second.
/// </summary>
internal static class TwoViews
{
    /// <summary>The column of pictures that are changed a little.</summary>
    public const string Weak = "image";

    /// <summary>The column of the same pictures, changed a lot.</summary>
    public const string Strong = "strong";

    /// <summary>The pictures of a data set, in two columns that share their memory.</summary>
    public static Dataset Of(Dataset data)
    {
        float[] pixels = data.Floats("image");
        return new Dataset
        {
            { Weak, pixels, 1, PictureData.Side, PictureData.Side },
            { Strong, pixels, 1, PictureData.Side, PictureData.Side },
            { "label", data.Ints("label") },
        };
    }

    /// <summary>A change of both columns, with random numbers of their own.</summary>
    public static ExampleChange Change(PictureData data)
    {
        ImageChanges weak = data.SmallChanges(Weak);
        ImageChanges strong = data.SmallChanges(Strong)
            .Rotate(15).Scale(0.15).Contrast(0.4).Brightness(0.4).Cutout(10);
        return (Batch batch, int place, ref ItemRandom random) =>
        {
            weak.Apply(batch, place, ref random);
            strong.Apply(batch, place, ref random);
        };
    }
}
