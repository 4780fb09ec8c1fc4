using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Sound;

/// <summary>Sounds of any kind as arrays of one size, their scale, and the saved form.</summary>
public class SoundEncoderTests
{
    private static readonly SoundOptions Small = new()
    {
        Length = 800,
        Mel = new MelOptions
        {
            SampleRate = 8000,
            Stft = new StftOptions { FftSize = 128, Hop = 64 },
            Mels = 16,
            Unit = MelUnit.Decibels,
            TopDecibels = 60,
        },
    };

    [Fact]
    public void Any_sound_becomes_an_array_of_one_size()
    {
        var encoder = new SoundEncoder(Small with { Scaling = SoundScaling.None });
        Assert.Equal((13, 16, 208), (encoder.Frames, encoder.Bands, encoder.Size));
        foreach (var (rate, channels, length) in new[]
        {
            (8000, 1, 800), (44100, 2, 600), (3, 1, 100), (int.MaxValue, 1, 1200), (8000, 1, 0), (11025, 4, 1),
        })
        {
            var sound = new Waveform([.. SoundFixtures.Signal.Take(length / channels * channels)], rate, channels);
            Assert.Equal(208, encoder.Encode(sound).Length);
            Assert.All(encoder.Encode(sound), v => Assert.True(float.IsFinite(v)));
        }

        var one = new Waveform(SoundFixtures.Signal, 8000);
        Assert.Equal(new MelSpectrogram(Small.Mel).Compute(SoundFixtures.Signal.AsSpan(0, 800)), encoder.Encode(one));
        Assert.Equal(SoundFixtures.Signal[..800], encoder.Samples(one));
        Assert.Equal([.. SoundFixtures.Signal[..10], .. new float[790]], encoder.Samples(new Waveform(SoundFixtures.Signal[..10], 8000)));
        Assert.Throws<ArgumentException>(() => encoder.Encode(new float[799]));
    }

    [Theory]
    [InlineData(SoundScaling.Whole, null)]
    [InlineData(SoundScaling.PerBand, null)]
    [InlineData(SoundScaling.PerBand, 9)]
    public void Training_sounds_have_mean_0_and_deviation_1(SoundScaling scaling, int? coefficients)
    {
        var encoder = new SoundEncoder(Small with { Scaling = scaling, Coefficients = coefficients });
        Assert.False(encoder.IsFitted);
        Assert.Throws<InvalidOperationException>(() => encoder.Encode(Training[0]));
        Assert.Throws<InvalidOperationException>(encoder.ToJson);
        Assert.Throws<DataException>(() => encoder.Fit([]));
        encoder.Fit(Training);
        float[] all = [.. Training.SelectMany(s => encoder.Encode(s))];
        int bands = scaling == SoundScaling.Whole ? 1 : encoder.Bands;
        for (int band = 0; band < bands; band++)
        {
            float[] numbers = [.. all.Where((_, i) => i % bands == band)];
            Assert.Equal(0, numbers.Average(), 1e-5);
            Assert.Equal(1, numbers.Average(v => (double)v * v), 1e-4);
        }
    }

    [Fact]
    public void What_does_not_vary_is_divided_by_1()
    {
        var encoder = new SoundEncoder(Small);
        encoder.Fit([new Waveform(new float[800], 8000)]);
        Assert.All(encoder.Encode(new Waveform([], 8000)), v => Assert.Equal(0, v));
        Assert.All(encoder.Encode(Training[0]), v => Assert.InRange(v, -1, 200));
    }

    [Fact]
    public void A_saved_encoder_gives_the_same_numbers()
    {
        foreach (var options in new[]
        {
            Small,
            Small with { Coefficients = 7, Scaling = SoundScaling.Whole },
            new SoundOptions { Scaling = SoundScaling.None },
            new SoundOptions
            {
                Length = 500,
                Mel = new MelOptions
                {
                    SampleRate = 11025, Stft = new StftOptions { FftSize = 100, WindowSize = 80, Hop = 33, Centred = false }, Mels = 12,
                    LowestHz = 40.5, HighestHz = 5000.25, Scale = MelScale.Slaney, Norm = MelNorm.Slaney,
                },
            },
        })
        {
            var encoder = new SoundEncoder(options);
            encoder.Fit(Training);
            var loaded = SoundEncoder.FromJson(encoder.ToJson());
            Assert.Equal(options, loaded.Options);
            Assert.Equal(encoder.Encode(Training[1]), loaded.Encode(Training[1]));
            Assert.Equal(encoder.ToJson(), loaded.ToJson());
        }
    }

    [Fact]
    public void A_saved_form_that_is_damaged_says_so()
    {
        var encoder = new SoundEncoder(Small with { Coefficients = 5 });
        encoder.Fit(Training);
        string json = encoder.ToJson();
        Assert.Throws<DataException>(() => SoundEncoder.FromJson("{"));
        Assert.Throws<DataException>(() => SoundEncoder.FromJson("null"));
        Assert.Throws<DataException>(() => SoundEncoder.FromJson("[1]"));
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("length", 0), ("length", "x"), ("length", 3), ("rate", -1), ("fft", 1), ("fft", int.MaxValue), ("hop", 0), ("window", 300),
            ("mels", int.MaxValue), ("mels", 4), ("coefficients", 6), ("scale", "Bark"), ("norm", 1), ("unit", "9"), ("scaling", "17"),
            ("scaling", null), ("mean", new JsonArray(1)), ("deviation", new JsonArray(1, 1, 1, 1, 0)), ("top", -3), ("lowest", 5000),
            ("centred", "yes"),
        })
        {
            var state = JsonNode.Parse(json)!.AsObject();
            state[name] = value;
            Assert.Throws<DataException>(() => SoundEncoder.FromJson(state.ToJsonString()));
        }

        for (int end = 0; end < json.Length; end++) Assert.Throws<DataException>(() => SoundEncoder.FromJson(json[..end]));
    }

    private static Waveform[] Training =>
        [.. Enumerable.Range(0, 5).Select(i => new Waveform(SoundFixtures.Signal[(i * 50)..(i * 50 + 900)], 8000 + (i * 100)))];
}
