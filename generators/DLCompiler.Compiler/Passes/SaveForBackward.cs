using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Makes outputs of what the backward pass of a scan may want of its steps: the states before each, and what is expensive
/// to compute again. Outputs that turn out to be unused are pruned.
/// </summary>
public static class SaveForBackward
{
    public static Graph Run(Graph graph) => graph.ReplaceResults<Scan>((scan, _, node) => Extend(scan, node));

    private static IReadOnlyList<Node> Extend(Scan scan, Node node)
    {
        var states = scan.Step.Parameters.Skip(scan.Sequences).Take(scan.States);
        var expensive = scan.Step.Graph.Nodes.Where(IsExpensive);
        var outputs = states.Concat(expensive).Except(scan.Step.Results.Skip(scan.States));
        var step = new Body(scan.Step.Parameters, [.. scan.Step.Results, .. outputs]);
        return Build.Results(new Node(scan with { Step = step }, [.. node.Inputs]).From(node.Origin));
    }

    private static bool IsExpensive(Node node) => node.Op switch
    {
        _ when node.Types.Count > 1 => false,
        Elementwise elementwise => ElementwiseCost.Of(elementwise) >= ElementwiseCost.Expensive,
        Leaf or Reshape or Permute or Broadcast or Slice or Concat or Pad or StopGradient => false,
        _ => true,
    };
}
