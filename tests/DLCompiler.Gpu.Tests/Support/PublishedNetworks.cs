using System.Runtime.CompilerServices;
using DLCompiler.Compiler.Ops;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>A network of the conformance tests, and what it takes.</summary>
/// <param name="File">Its source.</param>
/// <param name="Model">The model's class.</param>
/// <param name="Inputs">Forward's inputs, as cases of ops declare them.</param>
/// <param name="Labels">The loss's further inputs.</param>
/// <param name="Sizes">What its symbols are bound to.</param>
internal sealed record PublishedNetwork(
    string File, string Model, string Inputs, string Labels, IReadOnlyDictionary<string, int> Sizes)
{
    private const string Namespace = "DLCompiler.Conformance.Networks";

    public string Name => $"{Namespace}.{Model}";

    public static IReadOnlyList<PublishedNetwork> All { get; } =
    [
        new("Autoencoder", "Autoencoder", "image: [N, 64]; noise: [N, 5]", "", N(6)),
        new("Bert", "Bert", "text: int[N, T] < 40; segment: int[N, T] < 2; mask: [N, T]", "label: int[N] < 3", N(3, ("T", 10))),
        new("Gan", "GanCritic", "image: [N, 1, 12, 12]", "truth: [N, 1]", N(4)),
        new("Gan", "GanForger", "noise: [N, 5]", "", N(6)),
        new("Gpt", "Gpt", "text: int[N, T] < 28", "next: int[N, T] < 28", N(2, ("T", 12))),
        new("LeNet", "LeNet", "image: [N, 1, 20, 20]", "label: int[N] < 10", N(4)),
        new("LstmClassifier", "LstmClassifier", "text: int[N, T] < 40; lengths: int[N] < 9", "label: int[N] < 4", N(6, ("T", 9))),
        new("Mixer", "Mixer", "image: [N, 3, 16, 16]", "label: int[N] < 10", N(4)),
        new("MobileNet", "MobileNet", "image: [N, 3, 32, 32]", "label: int[N] < 10", N(3)),
        new("Recommender", "Recommender", "dense: [N, 6]; user: int[N] < 40; item: int[N] < 25; place: int[N] < 7", "clicked: [N]", N(12)),
        new("ResNet", "ResNet", "image: [N, 3, H, W]", "label: int[N] < 1000", N(6, ("H", 32), ("W", 32))),
        new("Siamese", "Siamese", "anchor: [N, 64]; positive: [N, 64]; negative: [N, 64]", "", N(6)),
        new("UNet", "UNet", "image: [N, 1, 4*H, 4*W]", "label: int[N, 4*H, 4*W] < 3", N(2, ("H", 2), ("W", 3))),
        new("VisionTransformer", "VisionTransformer", "image: [N, 3, 16, 16]", "label: int[N] < 10", N(3)),
        new("WaveNet", "WaveNet", "sound: [N, 1, T]", "next: int[N, T] < 16", N(3, ("T", 24))),
    ];

    /// <summary>The classes of a file, without its tests.</summary>
    public static IEnumerable<ModelSource> Sources()
    {
        foreach (var file in All.GroupBy(n => n.File))
        {
            string text = System.IO.File.ReadAllText(Path.Combine(Folder(), $"{file.Key}.cs"))
                .Replace("using DLCompiler.Conformance.Compiled;\n", "", StringComparison.Ordinal);
            int tests = text.IndexOf("\npublic sealed class ", StringComparison.Ordinal);
            if (tests < 0) tests = text.IndexOf("\npublic class ", StringComparison.Ordinal);
            string models = tests < 0 ? text : text[..tests];
            int comment = models.LastIndexOf("}\n", StringComparison.Ordinal);
            foreach (var (i, network) in file.Index())
                yield return new ModelSource(network.Name, i == 0 ? models[..(comment + 2)] : "");
        }
    }

    public List<Argument> Arguments(bool training)
    {
        var numbers = new Numbers(1);
        return [.. CaseInputs.Parse(training && Labels.Length > 0 ? $"{Inputs}; {Labels}" : Inputs).Select(i => Argument.Of(i, Sizes, numbers))];
    }

    private static Dictionary<string, int> N(int batch, params (string Name, int Size)[] others) =>
        new([new("N", batch), .. others.Select(o => new KeyValuePair<string, int>(o.Name, o.Size))]);

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "DLCompiler.Conformance", "Networks");
}
