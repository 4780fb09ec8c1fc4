using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace DLCompiler.Samples.Tests;

/// <summary>The convolutional sample on files of its own kind: a bar for each class, at a height of its own.</summary>
public sealed partial class ClothesTests : IDisposable
{
    private const int Side = 28, Bar = 7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LearnsFromTheFilesInAFolder()
    {
        Write("train", count: 640);
        Write("t10k", count: 200);
        string output = Run();
        Match last = LastLine().Match(output);
        Assert.True(last.Success, output);
        Assert.InRange(double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture), 90, 100);
        Assert.Contains("epoch 3/3", output, StringComparison.Ordinal);
        Assert.Contains("PartsNorm", output, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAFolderThatIsNotThere()
    {
        var problem = Assert.Throws<DataFileException>(Run);
        Assert.Contains("train-images-idx3-ubyte", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MirrorsHalfOfTheImages()
    {
        float[] image = [1, 0, 0.5f, 0], target = new float[4];
        var random = new Random(1);
        int mirrored = 0;
        for (int i = 0; i < 100; i++)
        {
            Mirror.Draw(image, target, side: 2, random);
            Assert.Equal(target[0] == 0 ? [0, 1, 0, 0.5f] : image, target);
            if (target[0] == 0) mirrored++;
        }

        Assert.InRange(mirrored, 30, 70);
    }

    private string Run()
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        ClothesJob.In(_folder.Path).Run(console, new Options(Epochs: 3, Seed: 0, Threads: null, Weights: null));
        return text.ToString();
    }

    /// <summary>Class c is a bar whose place from top to bottom tells of c; the one from left to right does not.</summary>
    private void Write(string prefix, int count)
    {
        var random = new Random(count);
        var (pixels, labels) = (new byte[count * Side * Side], new byte[count]);
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 10);
            int top = 2 * labels[i], left = random.Next(Side / 2);
            for (int row = top; row < top + Bar; row++)
                pixels.AsSpan((((i * Side) + row) * Side) + left, Side / 2).Fill(255);
        }

        _ = _folder.Write($"{prefix}-images-idx3-ubyte", Idx.File([count, Side, Side], pixels));
        _ = _folder.Write($"{prefix}-labels-idx1-ubyte", Idx.File([count], labels));
    }

    [GeneratedRegex(@"\ntest accuracy: (\d+\.\d)%\s*\z")]
    private static partial Regex LastLine();
}
