using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Frontend;

/// <summary>The library's types by name.</summary>
internal static class KnownNames
{
    public const string Library = "DLCompiler";
    public const string Model = "DLCompiler.ModelAttribute";
    public const string Block = "DLCompiler.BlockAttribute";
    public const string FunctionFullName = "DLCompiler.FunctionAttribute";
    public const string KernelFullName = "DLCompiler.KernelAttribute";
    public const string CompiledBlock = "CompiledBlockAttribute";
    public const string CompiledFunction = "CompiledFunctionAttribute";
    public const string Forward = "ForwardAttribute";
    public const string Loss = "LossAttribute";
    public const string Function = "FunctionAttribute";
    public const string Layer = "LayerAttribute";
    public const string Shape = "ShapeAttribute";
    public const string Parameter = "ParameterAttribute";
    public const string Buffer = "BufferAttribute";
    public const string Size = "SizeAttribute";
    public const string Checkpoint = "CheckpointAttribute";
    public const string Gradient = "GradientAttribute";
    public const string Kernel = "KernelAttribute";
    public const string Require = "RequireAttribute";
    public const string Tensor = "Tensor";
    public const string IntTensor = "IntTensor";
    public const string Ops = "Ops";

    /// <summary>The type that says that ILGPU is referenced.</summary>
    public const string Accelerator = "ILGPU.Runtime.Accelerator";

    /// <summary>Whether the type is the library's of that name.</summary>
    public static bool Is(this ITypeSymbol? type, string name) =>
        type is not null && type.Name == name && type.IsOfLibrary();

    public static bool IsOfLibrary(this ITypeSymbol type) =>
        type.ContainingNamespace is { Name: Library, ContainingNamespace.IsGlobalNamespace: true };

    public static AttributeData? Attribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(name)) return attribute;
        }

        return null;
    }

    /// <summary>
    /// The attribute that makes a method a layer: any of the library's but those that mark entries and functions.
    /// </summary>
    public static AttributeData? LayerAttribute(this IMethodSymbol method) =>
        method.GetAttributes().FirstOrDefault(IsLayer);

    public static bool IsLayer(AttributeData attribute) =>
        attribute.AttributeClass is { Name: not (Forward or Loss or Function or Checkpoint or Gradient or Kernel or Require) } type
            && type.IsOfLibrary();
}
