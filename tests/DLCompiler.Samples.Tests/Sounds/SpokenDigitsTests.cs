using System.Runtime.InteropServices;
using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds.Tests;

public sealed class SpokenDigitsTests
{
    [Fact]
    public void Forty_voices_say_each_digit_twice()
    {
        var all = Recording.All();
        Assert.Equal(Enumerable.Range(0, 40), all.Select(r => r.Voice).Distinct().Order());
        Assert.All(all.GroupBy(r => (r.Voice, r.Digit)), said => Assert.Equal(2, said.Count()));
        Assert.Equal(40 * 10 * 2, all.Count);
        Assert.All(all, r =>
        {
            Assert.Equal((8000, 1), (r.Sound.SampleRate, r.Sound.Channels));
            Assert.InRange(r.Sound.Duration.TotalSeconds, 0.1, 0.8);
            Assert.InRange(Loudest(r.Sound), 0.4f, 1);
        });
    }

    [Fact]
    public void No_recording_is_there_twice()
    {
        var sounds = Recording.All().Select(r => Convert.ToHexString(MemoryMarshal.AsBytes(r.Sound.Samples)));
        Assert.Equal(800, sounds.Distinct().Count());
    }

    [Fact]
    public void Voices_are_in_one_part_only()
    {
        var digits = new SpokenDigits();
        int[] counts = [digits.Training.Count, digits.Validation.Count, digits.Test.Count];
        Assert.Equal([480, 120, 200], counts);
        Dataset[] parts = [digits.Training, digits.Validation, digits.Test];
        Assert.All(parts, part => Assert.All(part.Ints("label").CountBy(l => l), label => Assert.Equal(part.Count / 10, label.Value)));
        Assert.Equal(SpokenDigits.Frames, digits.Encoder.Frames);
    }

    [Fact]
    public void The_test_is_the_same_each_time_and_training_never()
    {
        var (digits, again) = (new SpokenDigits(), new SpokenDigits());
        Assert.Equal(digits.Test.Floats("sound"), again.Test.Floats("sound"));
        float[] First(SpokenDigits from, int epoch) => [.. from.TrainingBatches(16, seed: 3).Epoch(epoch).First().Floats("sound")];
        Assert.Equal(First(digits, 0), First(again, 0));
        Assert.NotEqual(First(digits, 0), First(digits, 1));
    }

    [Fact]
    public void A_word_is_in_the_middle_of_a_second()
    {
        float[] word = [.. Enumerable.Range(1, 3000).Select(i => i / 3000f)];
        var second = Microphone.Record(new Waveform(word, 8000));
        Assert.Equal(8000, second.Length);
        Assert.Equal(word, second.Samples.Slice(2500, 3000));
        Assert.Equal(word.AsSpan(500, 2000), Microphone.Record(new Waveform(word, 2000)).Samples);
    }

    [Fact]
    public void The_microphone_moves_a_word_within_its_second_and_adds_noise()
    {
        float[] word = [.. Enumerable.Repeat(0.5f, 6000)];
        var second = Microphone.Record(new Waveform(word, 8000));
        int early = 0;
        for (int item = 0; item < 50; item++)
        {
            float[] samples = [.. second.Samples];
            var random = new ItemRandom(seed: 1, epoch: 0, item);
            Microphone.Disturb(samples, word.Length, ref random);
            Assert.DoesNotContain(0, samples);

            // The second has 0.25 s of silence, so that the half in the middle is always the word's: half as loud to twice as loud.
            Assert.InRange(samples[2000..6000].Average(), 0.2f, 1.05f);
            if (samples[..1000].Average() > samples[^1000..].Average()) early++;
        }

        Assert.InRange(early, 15, 35);
    }

    private static float Loudest(Waveform sound) => sound.Samples.ToArray().Max(Math.Abs);
}
