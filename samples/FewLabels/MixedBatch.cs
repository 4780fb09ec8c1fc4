using System.Numerics.Tensors;
using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>
/// What the network's step takes: pictures with labels first, then others with the labels that the network itself gives
/// them.
/// </summary>
internal sealed class MixedBatch(int labelled, int unlabelled)
{
    private readonly float[] _scores = new float[unlabelled * PictureData.Classes];

    /// <summary>All pictures, one after another.</summary>
    public float[] Images { get; } = new float[(labelled + unlabelled) * PictureData.Area];

    /// <summary>A class each; anything where no mask counts it.</summary>
    public int[] Labels { get; } = new int[labelled + unlabelled];

    /// <summary>1 for pictures with a label.</summary>
    public float[] Labelled { get; } = [.. Enumerable.Repeat(1f, labelled), .. new float[unlabelled]];

    /// <summary>1 for pictures with a pseudo-label that the network is sure of.</summary>
    public float[] Sure { get; } = new float[labelled + unlabelled];

    /// <summary>The share of the pictures without a label that the network is sure of.</summary>
    public double SureShare => unlabelled == 0 ? 0 : Sure.Sum() / unlabelled;

    /// <summary>The share of those whose pseudo-label is right, which only the report may know.</summary>
    public double RightShare { get; private set; }

    /// <summary>Takes over pictures and their labels.</summary>
    public void FillLabelled(Batch batch)
    {
        batch.Floats("image").CopyTo(Images);
        batch.Ints("label").CopyTo(Labels);
    }

    /// <summary>
    /// Gives pictures the class that the network finds likeliest in their weakly changed form, and shows it the
    /// strongly changed one: where it is not sure enough, the picture does not count.
    /// </summary>
    public void FillUnlabelled(PictureClassifier model, Batch batch, float threshold)
    {
        batch.Floats(TwoViews.Strong).CopyTo(Images.AsSpan(labelled * PictureData.Area));
        model.Predict(batch.Floats(TwoViews.Weak), _scores);
        ReadOnlySpan<int> truth = batch.Ints("label");
        int sure = 0, right = 0;
        for (int i = 0; i < unlabelled; i++)
        {
            Span<float> scores = _scores.AsSpan(i * PictureData.Classes, PictureData.Classes);
            TensorPrimitives.SoftMax(scores, scores);
            int likeliest = TensorPrimitives.IndexOfMax<float>(scores);
            bool isSure = scores[likeliest] >= threshold;
            Labels[labelled + i] = likeliest;
            Sure[labelled + i] = isSure ? 1 : 0;
            if (isSure) sure++;
            if (isSure && likeliest == truth[i]) right++;
        }

        RightShare = sure == 0 ? double.NaN : (double)right / sure;
    }
}
