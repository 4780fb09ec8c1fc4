using System.Text.Json;

namespace DLCompiler.Data.Tests.Sound;

/// <summary>torchaudio's numbers (fixtures/make_sound_fixtures.py), and how close ours are.</summary>
internal static class SoundFixtures
{
    public static readonly JsonElement All = Load();

    public static readonly float[] Signal = [.. All.GetProperty("signal").EnumerateArray().Select(v => v.GetInt32() / 32768f)];

    public static IEnumerable<object[]> Numbers(string kind) =>
        Enumerable.Range(0, All.GetProperty(kind).GetArrayLength()).Select(i => new object[] { i });

    public static double[] Values(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    public static int Int(this JsonElement element, string name, int other = 0) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : other;

    public static MelOptions Mel(JsonElement settings, int rate, MelUnit unit, double? top = null) => new()
    {
        SampleRate = settings.Int("sample_rate", rate),
        Stft = new StftOptions
        {
            FftSize = settings.Int("n_fft", 400),
            WindowSize = settings.TryGetProperty("win_length", out var window) ? window.GetInt32() : null,
            Hop = settings.TryGetProperty("hop_length", out var hop) ? hop.GetInt32() : null,
            Centred = !settings.TryGetProperty("center", out var centred) || centred.GetBoolean(),
        },
        Mels = settings.Int("n_mels", 128),
        LowestHz = settings.TryGetProperty("f_min", out var low) ? low.GetDouble() : 0,
        HighestHz = settings.TryGetProperty("f_max", out var high) ? high.GetDouble() : null,
        Scale = settings.TryGetProperty("mel_scale", out _) ? MelScale.Slaney : MelScale.Htk,
        Norm = settings.TryGetProperty("norm", out _) ? MelNorm.Slaney : MelNorm.None,
        Unit = unit,
        TopDecibels = top,
    };

    /// <summary>Asserts that numbers differ by no more than an absolute and a relative part.</summary>
    public static void Close(double[] expected, IEnumerable<double> actual, double absolute, double relative = 0)
    {
        double[] ours = [.. actual];
        Assert.Equal(expected.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - ours[i]) <= absolute + (relative * Math.Abs(expected[i])),
                $"number {i} is {ours[i]}, not {expected[i]}");
        }
    }

    private static JsonElement Load()
    {
        using var stream = typeof(SoundFixtures).Assembly.GetManifestResourceStream("sound.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
