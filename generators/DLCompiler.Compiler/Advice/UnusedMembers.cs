using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Advising;

/// <summary>Layers that nothing calls (DLC4005), and trained parameters that nothing reads (DLC4006).</summary>
internal sealed class UnusedMembers : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network)
    {
        var spec = network.Spec;
        var named = new HashSet<string>(
            Bodies(spec).SelectMany(b => b.Nodes)
                .Where(n => n.Kind is SpecKind.Layer or SpecKind.Parameter).Select(n => n.Text)
                .Concat(spec.Layers.SelectMany(l => l.Arguments).Where(a => a.Name == "Tied").Select(a => a.Value.Text)),
            StringComparer.Ordinal);
        foreach (var layer in spec.Layers.Where(l => !named.Contains(l.Member.Name)))
        {
            yield return new Finding(
                "DLC4005",
                $"neither Forward nor a loss calls {layer.Member.Name}: it is no part of the network, and has no weights",
                new SpecPlace(layer.Place, 0));
        }

        foreach (var parameter in spec.Parameters.Where(p => p.Trained && !named.Contains(p.Member.Name)))
        {
            yield return new Finding(
                "DLC4006",
                $"neither Forward nor a loss reads {parameter.Member.Name}: it is saved with the model, and never learns",
                new SpecPlace(parameter.Place, 0));
        }
    }

    private static IEnumerable<SpecBody> Bodies(NetworkSpec spec) =>
        (spec is ModelSpec model ? model.Losses.Select(l => l.Entry.Body) : []).Concat(spec.Helpers).Append(spec.Forward!.Body);
}
