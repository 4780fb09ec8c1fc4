using System.Collections.Concurrent;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Analyzers;

/// <summary>The blocks of a compilation, each parsed and checked once, however many models use it.</summary>
internal sealed class NetworkCache(Compilation compilation)
{
    private readonly ConcurrentDictionary<string, ParsedNetwork?> _blocks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BlockResult> _checked = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Rule, Location Place), string> _reported = new();

    public Compilation Compilation => compilation;

    /// <summary>Whether no other network has reported that rule there: they may call one helper.</summary>
    public bool IsFirst(string rule, Location place, string network) => _reported.GetOrAdd((rule, place), network) == network;

    /// <summary>The block of that metadata name; null where there is none.</summary>
    public ParsedNetwork? Block(string name, CancellationToken cancellation) =>
        _blocks.GetOrAdd(name, _ => compilation.Assembly.GetTypeByMetadataName(name) is { } type
            ? ModelParser.Block(type, compilation, cancellation)
            : null);

    /// <summary>What is wrong with a block whatever uses it, or its trace.</summary>
    public BlockResult Check(string name, CancellationToken cancellation) =>
        _checked.GetOrAdd(name, _ =>
        {
            if (Block(name, cancellation) is not { } block) return new([], null);
            var reached = Reached(block.Spec, cancellation).Select(b => (BlockSpec)b.Spec);
            return Tracer.Check((BlockSpec)block.Spec, reached, cancellation);
        });

    /// <summary>
    /// The blocks that a network uses, and those that these use. Those of other assemblies have no positions.
    /// </summary>
    public IReadOnlyList<ParsedNetwork> Reached(NetworkSpec network, CancellationToken cancellation)
    {
        var reached = new Dictionary<string, ParsedNetwork>(StringComparer.Ordinal);
        var imported = new Dictionary<string, ParsedNetwork>(StringComparer.Ordinal);
        var open = new Stack<string>();
        Enter(network);
        while (open.Count > 0)
        {
            string name = open.Pop();
            if (reached.ContainsKey(name)) continue;
            if (!imported.TryGetValue(name, out var block)) block = Block(name, cancellation);
            if (block is null) continue;
            reached.Add(name, block);
            Enter(block.Spec);
        }

        return [.. reached.Values];

        void Enter(NetworkSpec user)
        {
            foreach (var foreign in user.Imported)
                imported[foreign.Type.MetadataName] = new ParsedNetwork(foreign, new SourceMap());
            foreach (string block in user.Blocks) open.Push(block);
        }
    }
}
