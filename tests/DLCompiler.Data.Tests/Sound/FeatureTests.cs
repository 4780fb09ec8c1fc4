using System.Numerics;
using System.Text.Json;

namespace DLCompiler.Data.Tests.Sound;

/// <summary>Resampling, transforms, mel spectrograms and cepstral coefficients against torchaudio's numbers, and inverses.</summary>
public class FeatureTests
{
    public static IEnumerable<object[]> Resampled => SoundFixtures.Numbers("resample");

    public static IEnumerable<object[]> Transforms => SoundFixtures.Numbers("stft");

    public static IEnumerable<object[]> Mels => SoundFixtures.Numbers("mel");

    public static IEnumerable<object[]> Mfccs => SoundFixtures.Numbers("mfcc");

    [Theory]
    [MemberData(nameof(Resampled))]
    public void Resampling_is_torchaudios(int number)
    {
        var fixture = SoundFixtures.All.GetProperty("resample")[number];
        var resampler = new Resampler(fixture.Int("from"), fixture.Int("to"));
        float[] y = resampler.Resample(SoundFixtures.Signal.AsSpan(0, fixture.Int("length")));
        Assert.Equal(resampler.LengthOf(fixture.Int("length")), y.Length);
        SoundFixtures.Close(fixture.Values("y"), y.Select(v => (double)v), 1e-6);
        float[] start = resampler.Resample(SoundFixtures.Signal.AsSpan(0, fixture.Int("length")), most: 5);
        Assert.Equal(y.Take(5), start);
    }

    [Theory]
    [InlineData(44100, 96001)]
    [InlineData(96001, 88200)]
    public void Rates_that_share_no_divisor_resample_a_tone_to_itself(int from, int to)
    {
        var tone = Tone(2000, from);
        float[] y = new Resampler(from, to).Resample(tone);
        float[] expected = Tone(y.Length, to);
        for (int i = y.Length / 4; i < y.Length * 3 / 4; i++) Assert.Equal(expected[i], y[i], 2e-3);

        static float[] Tone(int length, int rate) =>
            [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(2 * Math.PI * 440 * i / rate))];
    }

    [Fact]
    public void Channels_are_resampled_each_for_itself()
    {
        float[] left = SoundFixtures.Signal[..300], right = SoundFixtures.Signal[300..600];
        var sound = new Waveform([.. left.Zip(right).SelectMany(p => new[] { p.First, p.Second })], 44100, 2);
        var resampler = new Resampler(44100, 16000);
        var y = resampler.Resample(sound);
        Assert.Equal((16000, 2), (y.SampleRate, y.Channels));
        Assert.Equal(resampler.Resample(left), y.Channel(0));
        Assert.Equal(resampler.Resample(right), y.Channel(1));
        Assert.Throws<ArgumentException>(() => resampler.Resample(y));
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void The_Fourier_transform_is_torchs(int number)
    {
        var fixture = SoundFixtures.All.GetProperty("stft")[number];
        var stft = new Stft(Options(fixture));
        var x = SoundFixtures.Signal.AsSpan(0, fixture.Int("length"));
        Complex[] y = stft.Transform(x);
        Assert.Equal(fixture.Int("frames"), stft.Frames(x.Length));
        SoundFixtures.Close(fixture.Values("real"), y.Select(v => v.Real), 1e-5, 1e-6);
        SoundFixtures.Close(fixture.Values("imaginary"), y.Select(v => v.Imaginary), 1e-5, 1e-6);
        Assert.Equal(y.Select(v => (float)((v.Real * v.Real) + (v.Imaginary * v.Imaginary))), stft.Power(x));
    }

    [Theory]
    [MemberData(nameof(Transforms))]
    public void The_inverse_gives_the_sound_back(int number)
    {
        var fixture = SoundFixtures.All.GetProperty("stft")[number];
        var stft = new Stft(Options(fixture));
        var options = stft.Options;
        var x = SoundFixtures.Signal.AsSpan(0, 1200).ToArray();
        float[] y = stft.Inverse(stft.Transform(x), x.Length);
        Assert.Equal(x.Length, y.Length);

        // Uncentred frames have a window of 0 at the sound's ends.
        int edge = options.Centred ? 0 : options.FftSize;
        int end = options.Centred
            ? ((stft.Frames(x.Length) - 1) * options.HopLength) + (options.WindowLength / 2) - 1
            : x.Length - edge - options.HopLength;
        for (int i = edge; i < Math.Min(end, x.Length); i++) Assert.Equal(x[i], y[i], 1e-6);
    }

    [Fact]
    public void An_inverse_of_frames_that_do_not_overlap_is_refused()
    {
        var stft = new Stft(new StftOptions { FftSize = 64, Hop = 64 });
        Assert.Throws<InvalidOperationException>(() => stft.Inverse(stft.Transform(SoundFixtures.Signal), 1200));
        Assert.Throws<ArgumentException>(() => new Stft(new StftOptions { FftSize = 64 }).Inverse(new Complex[34], 10));
    }

    [Fact]
    public void Frames_are_as_many_as_a_transform_has()
    {
        foreach (bool centred in new[] { true, false })
        {
            var stft = new Stft(new StftOptions { FftSize = 16, WindowSize = 12, Hop = 5, Centred = centred });
            for (int length = 0; length < 60; length++)
            {
                var x = SoundFixtures.Signal.AsSpan(0, length).ToArray();
                if (stft.Frames(length) == 0) Assert.Throws<ArgumentException>(() => stft.Transform(x));
                else Assert.Equal(stft.Frames(length) * stft.Options.Bins, stft.Transform(x).Length);
            }

            Assert.Equal(0, stft.Frames(centred ? 8 : 15));
            Assert.Equal(centred ? 2 : 1, stft.Frames(centred ? 9 : 16));
        }
    }

    [Theory]
    [MemberData(nameof(Mels))]
    public void Mel_spectrograms_are_torchaudios(int number)
    {
        var fixture = SoundFixtures.All.GetProperty("mel")[number];
        var settings = fixture.GetProperty("settings");
        var mels = new MelSpectrogram(SoundFixtures.Mel(settings, 16000, MelUnit.Power));
        float[] power = mels.Compute(SoundFixtures.Signal);
        Assert.Equal(fixture.Int("frames"), mels.Frames(SoundFixtures.Signal.Length));
        SoundFixtures.Close(fixture.Values("power"), power.Select(v => (double)v), 1e-6, 1e-4);
        var decibels = new MelSpectrogram(SoundFixtures.Mel(settings, 16000, MelUnit.Decibels, 30));
        SoundFixtures.Close(fixture.Values("decibels"), decibels.Compute(SoundFixtures.Signal).Select(v => (double)v), 1e-3, 1e-4);
        MelSpectrogram.ToDecibels(power, 30);
        SoundFixtures.Close(fixture.Values("decibels"), power.Select(v => (double)v), 1e-3, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Mfccs))]
    public void Cepstral_coefficients_are_torchaudios(int number)
    {
        var fixture = SoundFixtures.All.GetProperty("mfcc")[number];
        var unit = fixture.GetProperty("log").GetBoolean() ? MelUnit.Log : MelUnit.Power;
        var mfcc = new Mfcc(SoundFixtures.Mel(fixture.GetProperty("settings"), 16000, unit), fixture.Int("coefficients"));
        float[] sound = [.. SoundFixtures.Signal.Select((v, i) => i < 600 ? v : v * 1e-5f)];
        Assert.Equal(fixture.Int("frames"), mfcc.Frames(sound.Length));
        SoundFixtures.Close(fixture.Values("y"), mfcc.Compute(sound).Select(v => (double)v), 1e-3, 1e-4);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var options = new MelOptions();
        foreach (var wrong in new[]
        {
            options with { SampleRate = 0 }, options with { Mels = 0 }, options with { LowestHz = -1 }, options with { LowestHz = 8000 },
            options with { HighestHz = double.NaN }, options with { TopDecibels = 80 }, options with { Scale = (MelScale)7 },
            options with { Unit = MelUnit.Decibels, TopDecibels = -1 }, options with { Stft = new StftOptions { FftSize = 1 } },
            options with { Stft = new StftOptions { Hop = 0 } }, options with { Stft = new StftOptions { WindowSize = 401 } },
        })
            Assert.Throws<ArgumentException>(() => new MelSpectrogram(wrong));
        Assert.Throws<ArgumentException>(() => new Mfcc(options with { Mels = 20 }, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(1, 1, rolloff: double.NaN));
    }

    private static StftOptions Options(JsonElement fixture) => new()
    {
        FftSize = fixture.Int("fft"),
        WindowSize = fixture.Int("window"),
        Hop = fixture.Int("hop"),
        Centred = fixture.GetProperty("centred").GetBoolean(),
    };
}
