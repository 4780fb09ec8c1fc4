using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>
/// The recordings as numbers: 24 voices to learn from, 6 to choose by, and 10 that nothing is learnt from or chosen by.
/// </summary>
internal sealed class SpokenDigits
{
    /// <summary>Kinds of words.</summary>
    public const int Digits = 10;

    /// <summary>Spectra of a recording: one each 16 ms.</summary>
    public const int Frames = 63;

    /// <summary>Mel bands of a spectrum.</summary>
    public const int Bands = 32;

    private const int SampleRate = 8000;
    private const int Size = Frames * Bands;
    private const int ValidationVoices = 6, TestVoices = 10;
    private const int WidestTime = 8, WidestBands = 4;

    /// <summary>What the test hears is the same whatever the seed of the training is.</summary>
    private const long TestSeed = 1;

    private readonly IReadOnlyList<Recording> _training;

    public SpokenDigits()
    {
        var all = Recording.All();
        int test = all.Max(r => r.Voice) + 1 - TestVoices, validation = test - ValidationVoices;
        _training = [.. all.Where(r => r.Voice < validation)];
        Encoder = new SoundEncoder(new SoundOptions
        {
            Mel = new MelOptions
            {
                SampleRate = SampleRate,
                Mels = Bands,
                Stft = new StftOptions { FftSize = 256, Hop = 128 },
                Unit = MelUnit.Log,
            },
            Length = SampleRate,
        });
        Encoder.Fit(_training.Select((r, i) => new Waveform(Heard(r, i), SampleRate)));
        Training = Encode(_training);
        Validation = Encode([.. all.Where(r => r.Voice >= validation && r.Voice < test)]);
        Test = Encode([.. all.Where(r => r.Voice >= test)]);
    }

    /// <summary>From sounds to numbers: log-mel spectra of a second, each band standardised by the training voices.</summary>
    public SoundEncoder Encoder { get; }

    /// <summary>What is learnt from, heard once. Like the others, it has the columns <c>sound</c> and <c>label</c>.</summary>
    public Dataset Training { get; }

    /// <summary>What sizes, rates and the epoch are chosen by.</summary>
    public Dataset Validation { get; }

    /// <summary>What says how good it has become.</summary>
    public Dataset Test { get; }

    /// <summary>Batches of the training voices, which are heard another way in each epoch.</summary>
    public DataLoader TrainingBatches(int batchSize, long seed)
    {
        float[][] seconds = [.. _training.Select(r => Encoder.Samples(Microphone.Record(r.Sound)))];
        return new DataLoader(Training, new LoaderOptions { BatchSize = batchSize, Seed = seed, Change = Change });

        void Change(Batch batch, int place, ref ItemRandom random)
        {
            float[] samples = [.. seconds[batch.Examples[place]]];
            Microphone.Disturb(samples, _training[batch.Examples[place]].Sound.Length, ref random);
            float[] features = Encoder.Encode(samples);

            // SpecAugment (Park et al. 2019): no moment and no band alone is to tell the digit.
            SoundAugmentation.MaskTime(features, Bands, WidestTime, ref random);
            SoundAugmentation.MaskBands(features, Bands, WidestBands, ref random);
            features.CopyTo(batch.Floats("sound")[(place * Size)..]);
        }
    }

    private Dataset Encode(IReadOnlyList<Recording> recordings) => new()
    {
        { "sound", recordings.SelectMany((r, i) => Encoder.Encode(Heard(r, i))).ToArray(), Frames, Bands },
        { "label", recordings.Select(r => r.Digit).ToArray() },
    };

    private float[] Heard(Recording recording, int number)
    {
        float[] samples = Encoder.Samples(Microphone.Record(recording.Sound));
        var random = new ItemRandom(TestSeed, epoch: 0, number);
        Microphone.Disturb(samples, recording.Sound.Length, ref random);
        return samples;
    }
}
