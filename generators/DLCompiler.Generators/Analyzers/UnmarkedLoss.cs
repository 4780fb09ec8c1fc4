using DLCompiler.Compiler.Specs;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Analyzers;

/// <summary>A method that is called Loss in a model without a loss: its mark was forgotten (DLC4025).</summary>
internal static class UnmarkedLoss
{
    public static Diagnostic? Find(INamedTypeSymbol type, ModelSpec model)
    {
        if (model.Losses.Count > 0 || model.Options.Any(o => o.Name == "Training" && !o.Value.Bool)) return null;
        var method = type.GetMembers("Loss").OfType<IMethodSymbol>().FirstOrDefault(m =>
            m.MethodKind == MethodKind.Ordinary && !Generated.Is(m) && m.ReturnType.Is(KnownNames.Tensor));
        bool isHelper = method is null || model.Helpers.Any(h => h.Name == method.Name);
        return isHelper ? null : Diagnostic.Create(
            AdviceDescriptors.UnmarkedLoss,
            method!.Locations[0],
            $"{type.Name}.Loss is not marked [Loss]: the model has no loss, and no trainer");
    }
}
