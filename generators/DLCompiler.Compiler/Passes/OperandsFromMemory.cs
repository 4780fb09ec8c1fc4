using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// In the step of a loop: products read operands, which must be in memory, where the loop leaves them anyway, so that
/// they are not stored twice.
/// </summary>
/// <param name="stored">Values, and the views of where the loop leaves them.</param>
internal sealed class OperandsFromMemory(IReadOnlyDictionary<Node, Node> stored)
{
    private readonly Substitution _rebuilt = new();

    public IReadOnlyList<Node> Run(IReadOnlyList<Node> roots)
    {
        foreach (var node in Graph.TopologicalOrder(roots))
        {
            bool isProduct = node.Op is MatMul;
            if (!_rebuilt.Has(node))
                _rebuilt[node] = node.WithInputs([.. node.Inputs.Select(i => isProduct ? Operand(i) : _rebuilt.Apply(i))]);
        }

        return [.. roots.Select(_rebuilt.Apply)];
    }

    /// <summary>The operand with what lies in memory in place of the value that it moves.</summary>
    private Node Operand(Node operand)
    {
        if (stored.TryGetValue(operand, out var place)) return _rebuilt.Apply(place);
        return operand.Op is Reshape or Permute or Broadcast or Slice
            ? operand.WithInputs(Operand(operand.Inputs[0]))
            : _rebuilt.Apply(operand);
    }
}
