using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Testing.Tests.Mutations;

/// <summary>The networks that conformance tests train, by file, without their tests.</summary>
internal static class NetworkSources
{
    public static IReadOnlyList<(string Name, CompilationUnitSyntax Root)> All { get; } = [.. Read()];

    private static IEnumerable<(string Name, CompilationUnitSyntax Root)> Read()
    {
        foreach (string path in Directory.EnumerateFiles(Folder(), "*.cs").Order(StringComparer.Ordinal))
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetCompilationUnitRoot();
            var types = root.DescendantNodes().OfType<TypeDeclarationSyntax>().ToList();
            if (!types.Any(IsNetwork)) continue;
            var others = types.Where(t => t.Parent is BaseNamespaceDeclarationSyntax && !IsNetwork(t));
            root = root.RemoveNodes(others, SyntaxRemoveOptions.KeepNoTrivia)!;
            var foreign = root.Usings.Where(u => u.Name!.ToString().StartsWith("DLCompiler.", StringComparison.Ordinal)
                && u.StaticKeyword.IsKind(SyntaxKind.None));
            yield return (Path.GetFileNameWithoutExtension(path), root.RemoveNodes(foreign, SyntaxRemoveOptions.KeepNoTrivia)!);
        }
    }

    private static bool IsNetwork(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Model" or "Block");

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "../../DLCompiler.Conformance/Networks");
}
