using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>The saved form of a <see cref="SoundEncoder"/>'s options; what is null is left out.</summary>
internal static class SoundState
{
    public static JsonObject Save(SoundOptions options)
    {
        var mel = options.Mel;
        var state = new JsonObject
        {
            ["length"] = options.Length,
            ["scaling"] = options.Scaling.ToString(),
            ["rate"] = mel.SampleRate,
            ["fft"] = mel.Stft.FftSize,
            ["centred"] = mel.Stft.Centred,
            ["mels"] = mel.Mels,
            ["lowest"] = mel.LowestHz,
            ["scale"] = mel.Scale.ToString(),
            ["norm"] = mel.Norm.ToString(),
            ["unit"] = mel.Unit.ToString(),
        };
        if (options.Coefficients is { } coefficients) state["coefficients"] = coefficients;
        if (mel.Stft.WindowSize is { } window) state["window"] = window;
        if (mel.Stft.Hop is { } hop) state["hop"] = hop;
        if (mel.HighestHz is { } highest) state["highest"] = highest;
        if (mel.TopDecibels is { } top) state["top"] = top;
        return state;
    }

    public static SoundOptions Load(JsonNode? node)
    {
        var state = new EncoderState(node);
        return new SoundOptions
        {
            Length = state.Count("length"),
            Scaling = Choice<SoundScaling>(state, "scaling"),
            Coefficients = Has("coefficients") ? state.Count("coefficients") : null,
            Mel = new MelOptions
            {
                SampleRate = state.Count("rate"),
                Stft = new StftOptions
                {
                    FftSize = state.Count("fft"),
                    WindowSize = Has("window") ? state.Count("window") : null,
                    Hop = Has("hop") ? state.Count("hop") : null,
                    Centred = state.Flag("centred"),
                },
                Mels = state.Count("mels"),
                LowestHz = state.Number("lowest"),
                HighestHz = Has("highest") ? state.Number("highest") : null,
                Scale = Choice<MelScale>(state, "scale"),
                Norm = Choice<MelNorm>(state, "norm"),
                Unit = Choice<MelUnit>(state, "unit"),
                TopDecibels = Has("top") ? state.Number("top") : null,
            },
        };

        bool Has(string name) => node![name] is not null;
    }

    private static T Choice<T>(EncoderState state, string name)
        where T : struct, Enum =>
        Enum.TryParse(state.Text(name), out T value) ? value : throw EncoderState.Damaged($"'{name}' is no {typeof(T).Name}");
}
