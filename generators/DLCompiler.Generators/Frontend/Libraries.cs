using System.Globalization;
using DLCompiler.Compiler;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Specs.Publishing;
using Microsoft.CodeAnalysis;
using Foreign = DLCompiler.Compiler.Specs.Publishing.ForeignName;

namespace DLCompiler.Generators.Frontend;

/// <summary>
/// What other assemblies publish of their blocks and functions. Also a project that the IDE knows by its source is read so: its
/// syntax is not of this compilation.
/// </summary>
internal static class Libraries
{
    private const string Rule = "DLC0016";

    public static bool IsForeign(ISymbol symbol, Compilation compilation) =>
        !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>What specs call a block.</summary>
    public static string Name(INamedTypeSymbol block, Compilation compilation) =>
        IsForeign(block, compilation) ? ForeignName(block) : Signatures.MetadataName(block);

    /// <summary>A block of another assembly, and all that it reaches.</summary>
    /// <exception cref="ParseStop">DLC0016: one of them is not published, or by another version.</exception>
    public static IEnumerable<BlockSpec> Blocks(INamedTypeSymbol block, Location use)
    {
        var reached = new Dictionary<string, BlockSpec>(StringComparer.Ordinal);
        var open = new Stack<INamedTypeSymbol>([block]);
        while (open.Count > 0)
        {
            var type = open.Pop();
            if (reached.ContainsKey(ForeignName(type))) continue;
            var attribute = type.GetAttributes().FirstOrDefault(a => IsRuntime(a, KnownNames.CompiledBlock));
            string text = Published(attribute, type, "Is it built with DLCompiler's generator?", use);
            var spec = Read(() => Publication.ReadBlock(text, type.ContainingAssembly.Name), type, use);
            Check(spec.Kernels, type, use);
            reached.Add(ForeignName(type), spec);
            foreach (string inner in spec.Blocks) open.Push(Find(inner, type, use));
        }

        return reached.Values;
    }

    /// <summary>A helper method of another assembly.</summary>
    /// <exception cref="ParseStop">DLC0016: it is not published, or by another version. DLC0002: its assembly has nothing to do
    /// with networks.</exception>
    public static FunctionSpec Function(ISymbol helper, SyntaxNode call)
    {
        var assembly = helper.ContainingAssembly;
        if (assembly.Modules.All(m => m.ReferencedAssemblies.All(r => r.Name != KnownNames.Library)))
            throw ParseStop.Unsupported(call, $"the source of {helper.Name} is not in this project");
        string? id = helper.GetDocumentationCommentId();
        var attribute = assembly.GetAttributes().FirstOrDefault(
            a => IsRuntime(a, KnownNames.CompiledFunction) && Equals(a.ConstructorArguments[0].Value, id));
        string advice = helper is not IMethodSymbol ? "It can be a const, or a static method marked [Function]"
            : helper.Attribute(KnownNames.Function) is null && helper.Attribute(KnownNames.Kernel) is null
                ? "[Function] on the method publishes it"
            : "Is it built with DLCompiler's generator?";
        string text = Published(attribute, helper, advice, call.GetLocation());
        var function = Read(() => Publication.ReadFunction(text, assembly.Name), helper, call.GetLocation());
        Check(function.Kernels, helper, call.GetLocation());
        return function;
    }

    /// <summary>The compiled code calls kernels.</summary>
    private static void Check(EquatableArray<KernelSpec> kernels, ISymbol user, Location use)
    {
        if (kernels.FirstOrDefault(k => !k.IsPublic) is not { } hidden) return;
        throw new ParseStop(
            Rule,
            $"{user.Name} of {user.ContainingAssembly.Name} needs the kernel {hidden.Name}, whose class is not public",
            use);
    }

    private static string ForeignName(INamedTypeSymbol block) =>
        Foreign.Of(Signatures.MetadataName(block), block.ContainingAssembly.Name);

    /// <summary>A block of the same assembly as one that uses it, or of one that this assembly references.</summary>
    private static INamedTypeSymbol Find(string name, INamedTypeSymbol user, Location use)
    {
        var (assemblyName, typeName) = Foreign.Split(name);
        var assembly = user.ContainingAssembly.Name == assemblyName
            ? user.ContainingAssembly
            : user.ContainingModule.ReferencedAssemblySymbols.FirstOrDefault(a => a.Name == assemblyName);
        return assembly?.GetTypeByMetadataName(typeName) ?? throw new ParseStop(
            Rule,
            $"{user.Name} of {user.ContainingAssembly.Name} uses {typeName} of {assemblyName}, which this project does not reference",
            use);
    }

    /// <summary>The text in an attribute whose last arguments are the version and it.</summary>
    private static string Published(AttributeData? attribute, ISymbol symbol, string advice, Location use)
    {
        string assembly = symbol.ContainingAssembly.Name;
        if (attribute is null)
            throw new ParseStop(Rule, $"{assembly} does not publish what {symbol.Name} computes. {advice}", use);
        var arguments = attribute.ConstructorArguments;
        var version = arguments[arguments.Length - 2].Value;
        if (version is Publication.Version && arguments[arguments.Length - 1].Value is string text) return text;
        string found = Convert.ToString(version, CultureInfo.InvariantCulture);
        throw new ParseStop(
            Rule,
            $"{assembly} publishes {symbol.Name} in format {found}, and this version of DLCompiler reads format "
            + $"{Publication.Version}: build {assembly} with the same version",
            use);
    }

    private static T Read<T>(Func<T> read, ISymbol symbol, Location use)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            string assembly = symbol.ContainingAssembly.Name;
            throw new ParseStop(
                Rule, $"what {assembly} publishes of {symbol.Name} cannot be read: {e.Message} Build {assembly} again", use);
        }
    }

    private static bool IsRuntime(AttributeData attribute, string name) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: "Runtime", ContainingNamespace: { } outer } } type
        && type.Name == name && outer is { Name: KnownNames.Library, ContainingNamespace.IsGlobalNamespace: true };
}
