using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Turns scans into the loops that run them: what they leave in memory, and their results as views of it.
/// </summary>
public static class LowerScans
{
    public static Graph Run(Graph graph) =>
        graph.ReplaceResults<Scan>((scan, _, node) => Lower(scan, node));

    private static IReadOnlyList<Node> Lower(Scan scan, Node node)
    {
        var states = scan.Step.Parameters.Skip(scan.Sequences).Take(scan.States).ToList();
        var next = scan.Step.Results.Take(scan.States).ToList();
        var outputs = scan.Step.Results.Skip(scan.States).ToList();
        var own = outputs.Where(o => !states.Contains(o) && !next.Contains(o)).Distinct().ToList();
        var kept = states.Zip(next, (before, after) => outputs.Contains(before) || outputs.Contains(after));
        var step = new Body(scan.Step.Parameters, [.. next, .. own]);
        var loop = new ScanLoop(step, scan.Sequences, kept.ToEquatableArray(), scan.Steps, scan.Reverse);
        var memory = Build.Results(new Node(loop, [.. node.Inputs]).From(node.Origin));
        for (int s = 0; s < states.Count; s++) memory[s].From(states[s].Origin);
        for (int o = 0; o < own.Count; o++) memory[states.Count + o].From(own[o].Origin);

        Node Last(int state) => loop.Kept[state] ? At(memory[state], loop.Last) : memory[state];
        Node Output(Node output)
        {
            int before = states.IndexOf(output), after = next.IndexOf(output);
            return before >= 0 ? Build.Slice(memory[before], 0, loop.Before, scan.Steps)
                : after >= 0 ? Build.Slice(memory[after], 0, loop.After, scan.Steps)
                : memory[states.Count + own.IndexOf(output)];
        }

        return [.. Enumerable.Range(0, states.Count).Select(Last), .. outputs.Select(Output)];
    }

    private static Node At(Node memory, Dim place) =>
        Build.DropAxes(Build.Slice(memory, 0, place, Dim.One), [0]);
}
