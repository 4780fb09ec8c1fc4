using DLCompiler.Compiler.Specs;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// A parsed class: the spec, which the generator keeps, and the positions, which only the analyzer does.
/// </summary>
internal sealed class ParsedNetwork(NetworkSpec spec, SourceMap map)
{
    public NetworkSpec Spec { get; } = spec;

    public SourceMap Map { get; } = map;
}
