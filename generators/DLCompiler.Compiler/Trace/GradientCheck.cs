using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// Finds what a loss is made of that no gradient passes, though trained parameters are behind it: they would never learn.
/// </summary>
internal static class GradientCheck
{
    /// <exception cref="TraceStop">There is something of the kind, where the user has not said <c>StopGradient</c>.</exception>
    public static void Run(IEnumerable<Node> losses)
    {
        var nodes = Behind(losses);
        var trained = new HashSet<Node>();
        foreach (var node in nodes)
        {
            bool passes = node.Op is not StopGradient && node.Inputs.Any(trained.Contains);
            if (passes || node.Op is Parameter { Trained: true }) trained.Add(node);
        }

        if (nodes.FirstOrDefault(n => n.Op is IForwardOnly && trained.Contains(n)) is not { Origin: { } origin } obstacle)
            return;
        throw new TraceStop(new Finding(
            "DLC2001",
            $"no gradient passes '{origin.Text}', and the loss depends on it: what is trained behind it would never learn. "
                + "StopGradient says that this is meant",
            new SpecPlace(origin.Body, origin.Index)));
    }

    /// <summary>What values are made of, each after what it is made of, as far as gradients are wanted.</summary>
    private static List<Node> Behind(IEnumerable<Node> values)
    {
        var (order, seen) = (new List<Node>(), new HashSet<Node>());
        var open = new Stack<(Node Node, bool IsDone)>(values.Select(v => (v, false)));
        while (open.Count > 0)
        {
            var (node, isDone) = open.Pop();
            if (isDone)
            {
                order.Add(node);
            }
            else if (seen.Add(node))
            {
                open.Push((node, true));
                if (node.Op is StopGradient) continue;
                foreach (var input in node.Inputs) open.Push((input, false));
            }
        }

        return order;
    }
}
