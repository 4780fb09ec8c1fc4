using System.Text.RegularExpressions;

namespace DLCompiler.Packaging.Tests;

/// <summary>What README.md says of its model, with the packed package.</summary>
public partial class ReadmeTests
{
    private const string Data = """
        float[] images = new float[64 * 28 * 28], image = new float[28 * 28], logits = new float[10];
        int[] labels = new int[64];
        """;

    [Fact]
    public void The_model_builds_and_trains_and_the_mistake_is_an_error()
    {
        string[] blocks = [.. Code().Matches(Page()).Select(m => m.Groups[1].Value)];
        string model = blocks[0], use = blocks[1], mistake = blocks[2];
        int types = model.IndexOf("[Model]", StringComparison.Ordinal);
        string program = $"{model[..types]}{Data}\n{use}\nSystem.Console.WriteLine(loss > 0);\n{model[types..]}";
        using var app = new PackedApp("net10.0");
        File.WriteAllText(app.In("Program.cs"), program);
        Assert.Contains(
            "0 Warning(s)", app.Dotnet("build -c Release -p:EmitCompilerGeneratedFiles=true -p:GenerateDocumentationFile=false"),
            StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(app.In("obj"), "FashionClassifier.DLCompiler.g.cs", SearchOption.AllDirectories));
        Assert.Contains("True", app.Dotnet($"\"{app.In("bin/Release/net10.0/App.dll")}\""), StringComparison.Ordinal);
        Assert.True(File.Exists(app.In("fashion.safetensors")));

        string wrong = Declaration().Replace(program, mistake, 1);
        Assert.NotEqual(program, wrong);
        File.WriteAllText(app.In("Program.cs"), wrong);
        string expected = Error().Match(Page()).Groups[1].Value;
        string built = app.Dotnet("build -c Release -p:GenerateDocumentationFile=false", fails: true);
        Assert.Contains(expected, built, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", built, StringComparison.Ordinal);
    }

    private static string Page() => File.ReadAllText(Path.Combine(PackedApp.Repository(), "README.md"));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    /// <summary>The layer as it stands in the model.</summary>
    [GeneratedRegex(@" *\[Linear\(256\)\]\s+private partial Tensor Hidden1\(Tensor x\);\n")]
    private static partial Regex Declaration();

    [GeneratedRegex("^(error DLC.*)$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
