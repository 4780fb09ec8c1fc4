using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>Inputs of Forward and labels of a loss that no code reads (DLC4014): the caller passes them for nothing.</summary>
internal sealed class UnreadInputs : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network)
    {
        var spec = network.Spec;
        var losses = network.Model?.Losses.Select(l => l.Entry.Body).ToList() ?? [];
        var passedOn = new HashSet<string>(losses.SelectMany(l => l.Parameters).Select(p => p.Name), StringComparer.Ordinal);
        var forward = spec.Forward!.Body;
        var inputs = forward.Parameters.Where(p => !passedOn.Contains(p.Name)).Select(p => (Body: forward, p.Name));
        int results = spec.Forward.Results.Count;
        var labels = losses.SelectMany(l => l.Parameters.Skip(results).Select(p => (Body: l, p.Name)));
        foreach (var (body, name) in inputs.Concat(labels).Where(p => !IsRead(spec, p.Body, p.Name)))
        {
            yield return new Finding(
                "DLC4014",
                $"{body.Name} does not read '{name}', which every caller must pass",
                StatedShape.Place(body, name));
        }
    }

    /// <summary>Whether a body, or a local function inside it, names the parameter.</summary>
    private static bool IsRead(NetworkSpec spec, SpecBody body, string name) =>
        Names(body, name) || spec.Helpers.Any(h => h.Parent is not null && Names(h, name));

    private static bool Names(SpecBody body, string name) =>
        body.Nodes.Any(n => n.Kind == SpecKind.Name && n.Text == name);
}
