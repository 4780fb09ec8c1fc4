using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>What the parameters of a layer's method are to the layer.</summary>
internal static class LayerInputs
{
    /// <summary>For each parameter, the index in <see cref="LayerDefinition.Takes"/>, or −1.</summary>
    public static IReadOnlyList<int> InputsOf(this LayerSpec layer, LayerDefinition definition)
    {
        var taken = new HashSet<int>();
        int next = 0;
        return [.. layer.Parameters.Select(Input)];

        int Input(SpecParameter parameter)
        {
            int named = Find(i => definition.Takes[i].Name == parameter.Name);
            int found = named >= 0 ? named : Find(i => i >= next && !definition.Takes[i].ByName);
            if (found < 0) return found;
            taken.Add(found);
            next = Math.Max(next, found + 1);
            return found;

            int Find(Func<int, bool> condition) => Enumerable.Range(0, definition.Takes.Count)
                .Where(i => !taken.Contains(i) && Kind(definition.Takes[i].Type) == parameter.Kind && condition(i))
                .DefaultIfEmpty(-1)
                .First();
        }
    }

    /// <summary>What a parameter that takes such a tensor is declared as.</summary>
    public static SpecValueKind Kind(DType type) =>
        type == DType.Int32 ? SpecValueKind.IntTensor : SpecValueKind.Tensor;
}
