using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Guides;

[Model]
public sealed partial class ReviewNet
{
    [Embedding(300, 16)]
    private partial Tensor Token(IntTensor token);

    [Gru(24)]
    private partial Tensor Read(Tensor x);

    [Linear(2)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor tokens, [Shape("N", "T")] Tensor mask) =>
        Classify(MaskedMean(Read(Token(tokens)), mask, axis: 1));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The code of docs/guides/text.md.</summary>
public class TextGuide : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Runs()
    {
        var (reviews, labels) = Reviews();
        string weights = _folder["reviews.safetensors"];

        var tokenizer = BytePairTokenizer.Train(reviews, size: 300);
        var texts = tokenizer.EncodeAll(reviews, new TextOptions { MaximumLength = 16, Begin = true });

        var data = new Dataset
        {
            { "tokens", texts.Tokens, texts.Length },
            { "mask", texts.Mask(), texts.Length },
            { "label", labels },
        };
        var (training, validation) = data.Split(0.25, seed: 1, by: "label");

        var model = new ReviewNet(seed: 1);
        var matrix = new ConfusionMatrix(2);
        model.CreateTrainer(new AdamW(1e-2f)).Fit(
            training, validation, new FitOptions { Epochs = 15, Metrics = [FitMetric.Accuracy(matrix)], ShowsProgress = false });

        model.Save(weights, new Dictionary<string, string> { ["tokenizer"] = tokenizer.ToJson() });

        var served = new ReviewNet();
        served.Load(weights);
        var same = Tokenizer.FromJson(ModelFile.Texts(weights)["tokenizer"]);
        var asked = same.EncodeAll(["what a wonderful film"], new TextOptions { Begin = true });
        var logits = new float[2];
        served.Predict(asked.Tokens, asked.Mask(), logits, T: asked.Length);

        Assert.True(matrix.Accuracy > 0.9, $"{matrix.Accuracy}");
        Assert.True(logits[1] > logits[0]);
        Assert.Equal("what a wonderful film", same.Decode(same.Encode("what a wonderful film")));
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static (string[] Reviews, int[] Labels) Reviews()
    {
        var random = new ItemRandom(2);
        string[] things = ["film", "story", "ending", "cast", "music"], good = ["wonderful", "great", "lovely", "moving"], bad = ["dull", "awful", "weak", "boring"];
        var reviews = new string[240];
        var labels = new int[240];
        for (int i = 0; i < reviews.Length; i++)
        {
            labels[i] = i % 2;
            string[] words = labels[i] == 1 ? good : bad;
            string word = words[random.Next(words.Length)], thing = things[random.Next(things.Length)];
            reviews[i] = random.Next(2) == 0 ? $"what a {word} {thing}" : $"the {thing} was {word} and so was the {things[random.Next(things.Length)]}";
        }

        return (reviews, labels);
    }
}
