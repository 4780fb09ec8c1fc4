using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;

namespace DLCompiler.Completion.Tests;

/// <summary>What Roslyn's completion service offers where <c>|</c> stands.</summary>
public class SymbolCompletionTests
{
    private const string Forward = "[Forward] Tensor F([Shape(\"N\", \"T\", 8)] Tensor x) => x;";

    private static readonly MefHostServices Host = MefHostServices.Create(
    [
        .. MefHostServices.DefaultAssemblies, typeof(CompletionService).Assembly,
        System.Reflection.Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features"), typeof(SymbolCompletion).Assembly,
    ]);

    [Theory]
    [InlineData("[Forward] Tensor F([Shape(\"N\", \"T\", 8)] Tensor x, [Shape(\"|\")] Tensor y) => x;")]
    [InlineData("[Forward] Tensor F([Shape(\"N\", \"T\", 8)] Tensor x) => Reshape(x, \"N\", \"8*|\");")]
    [InlineData("[Linear(\"2*|\")] private partial Tensor A(Tensor x); " + Forward)]
    [InlineData("[Linear(4, In = \"|\")] private partial Tensor A(Tensor x); " + Forward)]
    [InlineData("[Parameter(\"|\", 8)] private partial Tensor A { get; } " + Forward)]
    public async Task Symbols_of_shapes_are_offered(string members) => Assert.Equal(["N", "T"], await Offered(members));

    [Fact]
    public async Task Sizes_of_a_block_are_offered() => Assert.Equal(
        ["N", "Width"],
        await Offered(
            "[Size] private partial int Width { get; } [Linear(\"|\")] private partial Tensor A(Tensor x); "
            + "[Forward] Tensor F([Shape(\"N\", 8)] Tensor x) => A(x);"));

    [Theory]
    [InlineData("[Conv1d(4, Kernel = 3, Padding = \"|\")] private partial Tensor A(Tensor x); " + Forward)]
    [InlineData("[System.Obsolete(\"|\")] void A() { } " + Forward)]
    [InlineData("void A() => System.Console.Write(\"|\"); " + Forward)]
    [InlineData("string A => \"|\"; " + Forward)]
    public async Task Other_strings_are_left_alone(string members) => Assert.Empty(await Offered(members));

    [Theory]
    [InlineData('"', true)]
    [InlineData('T', true)]
    [InlineData('(', false)]
    public async Task Typing_opens_the_list(char typed, bool opens)
    {
        string source = Source($"[Linear(\"{typed}|\")] private partial Tensor A(Tensor x); " + Forward, out int position);
        var document = Document(source);
        Assert.Equal(opens, new SymbolCompletion().ShouldTriggerCompletion(
            await document.GetTextAsync(), position, CompletionTrigger.CreateInsertionTrigger(typed), document.Project.Solution.Options));
    }

    private static async Task<string[]> Offered(string members)
    {
        string source = Source(members, out int position);
        var document = Document(source);
        var list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, position);
        return [.. list.ItemsList.Where(i => i.InlineDescription == "size").Select(i => i.DisplayText)];
    }

    private static string Source(string members, out int position)
    {
        string text = "using DLCompiler; using static DLCompiler.Ops; [Model] public partial class Net { " + members + " }";
        position = text.IndexOf('|', StringComparison.Ordinal);
        return text.Remove(position, 1);
    }

    private static Document Document(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "DLCompiler.dll" || Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        return new AdhocWorkspace(Host).AddProject("Demo", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(references)
            .AddDocument("Net.cs", source);
    }
}
