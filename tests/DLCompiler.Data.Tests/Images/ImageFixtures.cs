using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Images;

/// <summary>The pictures that fixtures/make_image_fixtures.py made, and their pixels.</summary>
internal static class ImageFixtures
{
    private const string Folder = "images/";

    /// <summary>Sizes, conversions and files as PIL has them.</summary>
    public static JsonNode Expected { get; } = JsonNode.Parse(Bytes("images.json"))!;

    /// <summary>The files with one of these endings.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        typeof(ImageFixtures).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && endings.Contains(Path.GetExtension(n)))
            .Select(n => n[Folder.Length..]).Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(ImageFixtures).Assembly.GetManifestResourceStream(Folder + name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static Image Read(string name) => Read(Bytes(name), name);

    public static Image Read(byte[] bytes, string name = "picture")
    {
        using var stream = new MemoryStream(bytes);
        return Image.Read(stream, name);
    }

    /// <summary>The picture of a file as it should be.</summary>
    public static Image Pixels(string name)
    {
        var file = Expected["files"]![name]!;
        return new Image(Number(file, "width"), Number(file, "height"), Number(file, "channels"), Samples(file, "pixels"));
    }

    public static int Number(JsonNode node, string name) => node[name]!.GetValue<int>();

    public static byte[] Samples(JsonNode node, string name) => Convert.FromBase64String(node[name]!.GetValue<string>());

    /// <summary>A picture of random samples.</summary>
    public static Image Noise(int width, int height, int channels, int seed)
    {
        var samples = new byte[width * height * channels];
        new Random(seed).NextBytes(samples);
        return new Image(width, height, channels, samples);
    }

    /// <summary>A file in the IDX format.</summary>
    public static byte[] Idx(IdxType type, int[] dimensions, byte[] elements) =>
    [
        0, 0, (byte)type, (byte)dimensions.Length,
        .. dimensions.SelectMany(d => new[] { (byte)(d >> 24), (byte)(d >> 16), (byte)(d >> 8), (byte)d }),
        .. elements,
    ];
}
