using System.Text;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>
/// Makes graphs of op cases: declares the ops by their signatures, lets C# bind the case's expression, and calls the
/// definitions with what it bound.
/// </summary>
internal static class CaseCompiler
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll")
            .Select(p => MetadataReference.CreateFromFile(p))];

    private static readonly Lazy<Dictionary<OpCase, IOperation>> Bound = new(Bind);

    /// <summary>The value of a registered case's expression, over inputs of its names.</summary>
    public static Value Compile(OpCase use)
    {
        var nodes = CaseInputs.Parse(use.Inputs).ToDictionary(i => i.Name, i => new Node(new Input(i.Name, i.Type)));
        return new CaseEvaluator(nodes).Evaluate(Bound.Value[use]);
    }

    /// <summary>All cases in one compilation, a method each.</summary>
    private static Dictionary<OpCase, IOperation> Bind()
    {
        OpCase[] cases = [.. OpRegistry.Ops.SelectMany(o => o.Cases).Distinct()];
        var methods = cases.Select((c, i) => $"static object Case{i}({Parameters(c)}) => {c.Expression};");
        var tree = CSharpSyntaxTree.ParseText($"using static Ops; static class Cases {{ {string.Concat(methods)} }}");
        var compilation = CSharpCompilation.Create(
            "Cases",
            [CSharpSyntaxTree.ParseText(Declare()), tree],
            References,
            new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        var model = compilation.GetSemanticModel(tree);
        var bodies = tree.GetRoot().DescendantNodes().OfType<ArrowExpressionClauseSyntax>();
        return cases.Zip(bodies).ToDictionary(pair => pair.First, pair => model.GetOperation(pair.Second.Expression)!);
    }

    private static string Parameters(OpCase use) => string.Join(
        ", ",
        CaseInputs.Parse(use.Inputs).Select(i => $"{(i.Type.DType == DType.Int32 ? "IntTensor" : "Tensor")} {i.Name}"));

    /// <summary>C# that declares what the registry says.</summary>
    private static string Declare()
    {
        var ops = new StringBuilder();
        var members = new Dictionary<string, StringBuilder> { ["Tensor"] = new(), ["IntTensor"] = new() };
        foreach (string signature in OpRegistry.Ops.SelectMany(o => o.Signatures))
        {
            string member = $"public {signature} => throw null!;";
            if (Has(signature, "this["))
                members["Tensor"].AppendLine(member.Replace("Tensor x, ", "", StringComparison.Ordinal));
            else if (Has(signature, "operator"))
                members[Has(signature, "IntTensor") ? "IntTensor" : "Tensor"].AppendLine("static " + member);
            else
                ops.AppendLine("static " + member);
        }

        return $$"""
            #nullable enable
            using System;
            public class Tensor { {{members["Tensor"]}} }
            public class IntTensor { {{members["IntTensor"]}} }
            [System.Runtime.CompilerServices.CollectionBuilder(typeof(PerAxis), nameof(Create))]
            public class PerAxis
            {
                public System.Collections.Generic.IEnumerator<int> GetEnumerator() => throw null!;
                public static PerAxis Create(System.ReadOnlySpan<int> values) => throw null!;
                public static implicit operator PerAxis(int value) => throw null!;
                public static implicit operator PerAxis(string word) => throw null!;
            }
            public static class Ops { {{ops}} }
            """;
    }

    private static bool Has(string signature, string part) => signature.Contains(part, StringComparison.Ordinal);
}
