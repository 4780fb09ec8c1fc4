using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Models of sources as graphs.</summary>
internal static class Traced
{
    /// <summary>The model called Net, linked with all blocks of the source.</summary>
    public static LinkedModel Link(string source, string name = "Net")
    {
        var compilation = Sources.Compile(source);
        var blocks = compilation.Assembly.GlobalNamespace.GetTypeMembers()
            .Where(t => t.Attribute("BlockAttribute") is not null)
            .Select(t => (BlockSpec)ModelParser.Block(t, compilation, default).Spec);
        return LinkedModel.Link((ModelSpec)Sources.Model(compilation, name).Spec, blocks);
    }

    /// <summary>The traced model, which must not be refused.</summary>
    public static TracedModel Model(string source)
    {
        var traced = Tracer.Trace(Link(source));
        Assert.Equal(
            "", string.Join("\n", traced.Findings.Where(f => f.Refuses).Select(f => $"{f.Rule}: {f.Message}")));
        return traced;
    }

    /// <summary>The one finding that refuses the model, as rule and message.</summary>
    public static string Refusal(string source) =>
        Assert.Single(Tracer.Trace(Link(source)).Findings) is var f ? $"{f.Rule}: {f.Message}" : "";
}
