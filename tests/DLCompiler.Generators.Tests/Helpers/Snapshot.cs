using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>
/// Compares what the generator writes with files beside the test: <c>Class.Method#Hint.verified.cs</c>, as
/// Verify.SourceGenerators names them. A mismatch leaves a <c>.received.cs</c>; with the environment variable
/// DLCOMPILER_UPDATE_SNAPSHOTS=1, it is accepted.
/// </summary>
internal static class Snapshot
{
    public static void Verify(
        GeneratorDriverRunResult result, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        var mismatches = new List<string>();
        foreach (var source in result.Results.SelectMany(r => r.GeneratedSources))
        {
            string name = $"{stem}#{Path.GetFileNameWithoutExtension(source.HintName)}";
            string verified = $"{name}.verified.cs", received = $"{name}.received.cs";
            string text = source.SourceText.ToString();
            if (Environment.GetEnvironmentVariable("DLCOMPILER_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(verified, text);
            if (File.Exists(verified) && File.ReadAllText(verified) == text)
            {
                File.Delete(received);
                continue;
            }

            File.WriteAllText(received, text);
            mismatches.Add(Path.GetFileName(received));
        }

        string files = string.Join(", ", mismatches);
        Assert.True(mismatches.Count == 0, $"Compare, and rename to .verified.cs what is right: {files}");
    }
}
