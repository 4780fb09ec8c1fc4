using System.Text.RegularExpressions;
using DLCompiler.Compiler;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// Keeps docs/how-it-works.md true: the block below <c>&lt;!-- model --&gt;</c> is compiled, and each block below
/// <c>&lt;!-- dump: Step/Fuse --&gt;</c> is what that stage gives; <c>&lt;!-- dump: Code: Step --&gt;</c> is a method or type of
/// the generated code.
/// </summary>
public partial class HowItWorksTests
{
    /// <summary>With the environment variable DLCOMPILER_UPDATE_DOCS=1, writes the blocks instead.</summary>
    [Fact]
    public void ThePageShowsWhatTheCompilerDoes()
    {
        string path = Repository.PathOf("docs", "how-it-works.md");
        string page = File.ReadAllText(path), actual = Regenerate(page);
        if (Environment.GetEnvironmentVariable("DLCOMPILER_UPDATE_DOCS") == "1") File.WriteAllText(path, page = actual);
        Assert.Equal(actual, page);
    }

    [Fact]
    public void EveryProgramHasItsStages()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "how-it-works.md"));
        var names = CompilerDump.Of(Traced.Link(Model(page), "Tiny")).Select(s => s.Name).ToList();
        Assert.Equal("Spec", names[0]);
        Assert.Equal("Code", names[^1]);
        foreach (string program in new[] { "Predict", "Step", "Evaluate" })
        {
            string[] stages = [.. names.Where(n => n.StartsWith(program + "/", StringComparison.Ordinal)).Select(n => n[(program.Length + 1)..])];
            Assert.Equal("Trace", stages[0]);
            Assert.Equal(["Fuse", "Buffers", "Loops"], stages[^3..]);
            Assert.Equal(program == "Step", stages.Contains("Differentiate"));
        }
    }

    private static string Regenerate(string page)
    {
        var stages = CompilerDump.Of(Traced.Link(Model(page), "Tiny")).ToDictionary(s => s.Name, s => s.Text);
        return DumpBlock().Replace(page, match =>
        {
            string[] name = match.Groups["name"].Value.Split(": ");
            string text = name.Length == 1 ? stages[name[0]] : Member(stages[name[0]], name[1]);
            return match.Groups["head"].Value + text.TrimEnd('\n') + "\n```";
        });
    }

    private static string Model(string page) => ModelBlock().Match(page).Groups["text"].Value;

    /// <summary>The first method, type or field called <c>Name</c> or <c>Type.Name</c>, without the indentation.</summary>
    private static string Member(string code, string path)
    {
        string name = path[(path.LastIndexOf('.') + 1)..], type = path[..Math.Max(path.LastIndexOf('.'), 0)];
        var members = CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>()
            .Where(m => type.Length == 0 || m.Parent is TypeDeclarationSyntax parent && parent.Identifier.Text == type);
        var member = members.First(m => m switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text == name,
            BaseTypeDeclarationSyntax type => type.Identifier.Text == name,
            FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text == name,
            _ => false,
        });
        string[] lines = member.ToFullString().Trim('\n').Split('\n');
        int indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join("\n", lines.Select(l => l.Length > indent ? l[indent..] : l.TrimStart()));
    }

    [GeneratedRegex(@"<!-- model -->\n```csharp\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex ModelBlock();

    [GeneratedRegex(@"(?<head><!-- dump: (?<name>[^>]+) -->\n```[a-z]*\n).*?\n```", RegexOptions.Singleline)]
    private static partial Regex DumpBlock();
}
