using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>The symbols and sizes that a block names anywhere: what a use can bind.</summary>
internal static class BlockSymbols
{
    public static SortedSet<string> Of(BlockSpec block)
    {
        var symbols = new SortedSet<string>(block.Sizes.Select(s => s.Member.Name), StringComparer.Ordinal);
        foreach (string text in Texts(block))
        {
            try
            {
                DimParser.Parse(text, Note);
            }
            catch (ShapeException)
            {
                // A text that is no size, or a wrong one, which is reported where it is used.
            }
        }

        return symbols;

        Dim Note(string symbol)
        {
            symbols.Add(symbol);
            return Dim.Symbol(symbol);
        }
    }

    private static IEnumerable<string> Texts(BlockSpec block) =>
    [
        .. block.Forward!.Body.Parameters.SelectMany(p => p.Shape ?? []),
        .. block.Parameters.SelectMany(p => p.Shape),
        .. block.Layers.SelectMany(l => l.Arguments.Where(a => a.IsSize).Concat(l.Bindings)).SelectMany(a => Texts(a.Value)),
        .. block.Helpers.Concat([block.Forward.Body]).SelectMany(b => b.Nodes).SelectMany(n => Texts(n.Constant)),
    ];

    private static IEnumerable<string> Texts(SpecConstant constant) => constant.Type switch
    {
        SpecType.Text => [constant.Text],
        SpecType.List => constant.Items.SelectMany(Texts),
        _ => [],
    };
}
