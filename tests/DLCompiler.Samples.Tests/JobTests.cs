using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace DLCompiler.Samples.Tests;

/// <summary>The whole program on the embedded digits, short of the process.</summary>
public sealed partial class JobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EndsWithTheAccuracy()
    {
        string output = Run(epochs: 8, weights: null);
        Match last = LastLine().Match(output);
        Assert.True(last.Success, output);
        Assert.InRange(double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture), 80, 100);
        Assert.Contains("epoch 8/8", output, StringComparison.Ordinal);
    }

    [Fact]
    public void SameSeedSameResult()
    {
        _ = Run(epochs: 1, weights: _folder.File("a"));
        _ = Run(epochs: 1, weights: _folder.File("b"));
        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
    }

    [Fact]
    public void ReplacesItsOwnWeights()
    {
        string path = _folder.File("weights");
        _ = Run(epochs: 1, weights: path);
        byte[] first = File.ReadAllBytes(path);
        _ = Run(epochs: 2, weights: path);
        Assert.NotEqual(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void LeavesForeignFilesAlone()
    {
        byte[] letter = "Dear Sir or Madam"u8.ToArray();
        string path = _folder.Write("letter", letter);
        var problem = Assert.Throws<DataFileException>(() => Run(epochs: 1, weights: path));
        Assert.Contains(path, problem.Message, StringComparison.Ordinal);
        Assert.Equal(letter, File.ReadAllBytes(path));
    }

    [Fact]
    public void RefusesAFolderThatIsNotThere() => Assert.Throws<DataFileException>(
        () => Run(epochs: 1, weights: Path.Combine(_folder.Path, "missing", "weights")));

    private static string Run(int epochs, string? weights)
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        Jobs.Digits.Run(console, new Options(epochs, Seed: 0, Threads: null, weights));
        return text.ToString();
    }

    [GeneratedRegex(@"\ntest accuracy: (\d+\.\d)%\s*\z")]
    private static partial Regex LastLine();
}
