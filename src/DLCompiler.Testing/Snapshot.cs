using System.Text;

namespace DLCompiler.Testing;

/// <summary>Compares generated files with files beside a test, named as Verify.SourceGenerators names them.</summary>
internal static class Snapshot
{
    private const string Variable = "DLCOMPILER_UPDATE_SNAPSHOTS";
    private const string Verified = ".verified.cs", Received = ".received.cs";

    // Verify.SourceGenerators begins its files with the generated file's name.
    private const string HintName = "//HintName: ";

    public static void Compare(
        IReadOnlyList<GeneratedSource> files, bool? accepted, string variant, string testFile, string method)
    {
        string folder = Path.GetDirectoryName(testFile) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new SnapshotException(
                $"There is no folder '{folder}', where the test's file was when it was compiled. Run the test where it was "
                + "built, and set <DeterministicSourcePaths>false</DeterministicSourcePaths> in the test's project: with "
                + "ContinuousIntegrationBuild, the compiler would not say where files are.");
        }

        string stem = $"{Path.GetFileNameWithoutExtension(testFile)}.{method}{(variant.Length > 0 ? "_" : "")}{variant}#";
        bool accept = accepted ?? Environment.GetEnvironmentVariable(Variable) == "1";
        var problems = new List<string>();
        foreach (var file in files)
            Compare(Path.Combine(folder, stem + Path.GetFileNameWithoutExtension(file.Name)), file.Text, accept, problems);
        Leftovers(folder, stem, files, accept, problems);
        if (problems.Count == 0) return;
        throw new SnapshotException(
            $"Generated code differs from its snapshot in {folder}:\n{string.Join("\n", problems)}\nCompare, and rename to "
            + $"{Verified} what is right; or run the test with the environment variable {Variable}=1 to accept all.");
    }

    private static void Compare(string path, string text, bool accept, List<string> problems)
    {
        string verified = path + Verified, received = path + Received;
        string? expected = File.Exists(verified) ? Body(File.ReadAllText(verified)) : null;
        text = Body(text);
        if (expected == text || accept)
        {
            if (expected != text) File.WriteAllText(verified, text, new UTF8Encoding(false));
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, new UTF8Encoding(false));
        problems.Add($"{Path.GetFileName(received)}: {(expected is null ? "is new" : Difference(expected, text))}");
    }

    /// <summary>Verified files of this test that nothing is generated for any more.</summary>
    private static void Leftovers(
        string folder, string stem, IReadOnlyList<GeneratedSource> files, bool accept, List<string> problems)
    {
        var names = files.Select(f => stem + Path.GetFileNameWithoutExtension(f.Name) + Verified).ToList();
        foreach (string path in Directory.EnumerateFiles(folder, $"{stem}*{Verified}").Order(StringComparer.Ordinal))
        {
            if (names.Contains(Path.GetFileName(path))) continue;
            if (accept) File.Delete(path);
            else problems.Add($"{Path.GetFileName(path)}: is generated no more. Delete it, if that is right");
        }
    }

    private static string Body(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        bool isVerifys = text.StartsWith(HintName, StringComparison.Ordinal);
        return isVerifys ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text;
    }

    private static string Difference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n'), given = actual.Split('\n');
        int line = 0;
        while (line < wanted.Length && line < given.Length && wanted[line] == given[line]) line++;
        return $"line {line + 1} is\n    {At(given)}\ninstead of\n    {At(wanted)}";

        string At(string[] lines) => line < lines.Length ? lines[line].Trim() : "(the end)";
    }
}
