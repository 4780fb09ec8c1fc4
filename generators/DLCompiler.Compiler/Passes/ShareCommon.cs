using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Makes one node of nodes that compute the same: equal ops, attributes included, on the same inputs. Random numbers
/// are the same where their streams are, and calls of random ops never share a stream.
/// </summary>
public static class ShareCommon
{
    public static Graph Run(Graph graph)
    {
        var known = new Dictionary<Node, Node>(new SameComputation());
        return graph.Rewrite(node =>
        {
            if (known.TryGetValue(node, out var first)) return first;
            known.Add(node, node);
            return node;
        });
    }

    private sealed class SameComputation : IEqualityComparer<Node>
    {
        public bool Equals(Node? x, Node? y)
        {
            if (x!.Inputs.Count != y!.Inputs.Count) return false;
            for (int i = 0; i < x.Inputs.Count; i++)
            {
                if (x.Inputs[i] != y.Inputs[i]) return false;
            }

            return x.Op.Equals(y.Op);
        }

        public int GetHashCode(Node node)
        {
            int hash = node.Op.GetHashCode();
            for (int i = 0; i < node.Inputs.Count; i++) hash = unchecked((hash * 31) + node.Inputs[i].GetHashCode());
            return hash;
        }
    }
}
