namespace DLCompiler.Training.Tests.Fitting;

public class CheckpointTests
{
    [Fact]
    public void Any_damaged_byte_is_seen()
    {
        using var folder = new TemporaryFolder();
        string path = folder["whole.safetensors"], damaged = folder["damaged.safetensors"];
        var trainer = Spirals.Trainer(new SpiralNet(seed: 2));
        trainer.SaveCheckpoint(path, [new("note", "a text")]);
        byte[] bytes = File.ReadAllBytes(path);
        int headerEnd = sizeof(long) + (int)BitConverter.ToInt64(bytes);
        int[] parameters = Spirals.Bits(trainer.Model);
        var texts = trainer.LoadCheckpoint(path);
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] other = [.. bytes];
            int at = i % 2 == 0 ? random.Next(bytes.Length) : random.Next(2000);
            other[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(damaged, other);

            // JSON may say the same in other letters, such as \u00e9 and \u00E9: then nothing is lost.
            try
            {
                Assert.Equal(texts, trainer.LoadCheckpoint(damaged));
                Assert.InRange(at, sizeof(long), headerEnd - 1);
                Assert.Equal(parameters, Spirals.Bits(trainer.Model));
            }
            catch (CheckpointException)
            {
            }
        }

        for (int length = 0; length < bytes.Length; length += 997)
        {
            File.WriteAllBytes(damaged, bytes[..length]);
            Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(damaged));
        }

        Assert.Equal("a text", trainer.LoadCheckpoint(path)["note"]);
    }

    [Fact]
    public void Another_runs_checkpoint_is_refused()
    {
        using var folder = new TemporaryFolder();
        Spirals.Trainer(new SpiralNet(seed: 2)).SaveCheckpoint(folder["a"]);
        var seed = new SpiralNet().CreateTrainer(new AdamW(1e-2f), new TrainerOptions { Seed = 6 });
        Assert.EndsWith("is of a run with seed 5, expected 6.", Assert.Throws<CheckpointException>(() => seed.LoadCheckpoint(folder["a"])).Message, StringComparison.Ordinal);
        var optimizer = new SpiralNet().CreateTrainer(new Sgd(1e-2f), new TrainerOptions { Seed = 5 });
        Assert.EndsWith("holds the state of AdamW, expected Sgd.", Assert.Throws<CheckpointException>(() => optimizer.LoadCheckpoint(folder["a"])).Message, StringComparison.Ordinal);
        var model = new FragileNet().CreateTrainer(new AdamW(1e-2f), new TrainerOptions { Seed = 5 });
        Assert.Contains("lacks 'Safe.weight'", Assert.Throws<CheckpointException>(() => model.LoadCheckpoint(folder["a"])).Message, StringComparison.Ordinal);

        // The weights alone are any model's that has them.
        new SpiralNet().Load(folder["a"], allowExtra: true);
    }

    [Fact]
    public void The_one_before_serves_where_the_newest_is_damaged()
    {
        using var folder = new TemporaryFolder();
        int[] expected = Spirals.Bits(Spirals.Train(folder.Path));
        string[] files = [.. Directory.GetFiles(folder.Path, "step-*").Order(StringComparer.Ordinal)];
        File.WriteAllBytes(files[^1], File.ReadAllBytes(files[^1])[..^100]);
        File.WriteAllText(folder["step-0000000007.safetensors.0123.tmp"], "left by a process that was killed");
        Assert.Equal(expected, Spirals.Bits(Spirals.Train(folder.Path)));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
        foreach (string file in Directory.GetFiles(folder.Path, "step-*")) File.WriteAllText(file, "nothing");
        var problem = Assert.Throws<CheckpointException>(() => Spirals.Train(folder.Path));
        Assert.Contains("None of the 3 checkpoints", problem.Message, StringComparison.Ordinal);
    }
}
