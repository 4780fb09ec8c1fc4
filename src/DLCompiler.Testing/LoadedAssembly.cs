using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Testing;

/// <summary>A compiled assembly, loaded apart from all others until it is disposed of.</summary>
public sealed class LoadedAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);

    internal LoadedAssembly(Compilation compilation)
    {
        foreach (var reference in compilation.References.OfType<CompilationReference>()) Load(reference.Compilation);
        Assembly = Load(compilation);
    }

    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Makes an object.</summary>
    /// <param name="type">The name of its class, as <c>Demo.Net</c>; a class in another is <c>Outer+Net</c>.</param>
    /// <param name="arguments">What its constructor takes.</param>
    /// <exception cref="ArgumentException">There is no such class, or no such constructor.</exception>
    public object Create(string type, params object?[] arguments)
    {
        var found = Find(type);
        foreach (var constructor in found.GetConstructors())
        {
            var parameters = constructor.GetParameters();
            bool fits = arguments.Length <= parameters.Length && parameters.Index().All(p => p.Index < arguments.Length
                ? p.Item.ParameterType.IsInstanceOfType(arguments[p.Index]) : p.Item.IsOptional);
            if (!fits) continue;
            object?[] all = [.. arguments, .. parameters.Skip(arguments.Length).Select(p => p.DefaultValue)];
            return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, all, null);
        }

        string given = string.Join(", ", arguments.Select(a => a?.GetType().Name ?? "null"));
        string constructors = string.Join("; ", found.GetConstructors().Select(c => c.ToString()));
        throw new ArgumentException(
            $"{type} has no public constructor for ({given}), only: {constructors}.", nameof(arguments));
    }

    /// <summary>What a public static method returns.</summary>
    /// <param name="type">The name of its class.</param>
    /// <param name="method">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="ArgumentException">There is no such class or method.</exception>
    public object? Call(string type, string method, params object?[] arguments)
    {
        var found = Find(type).GetMethod(method, BindingFlags.Public | BindingFlags.Static)
            ?? throw new ArgumentException($"{type} has no public static method {method}.", nameof(method));
        return found.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>Lets the assembly be unloaded, once nothing of it is used.</summary>
    public void Dispose() => _context.Unload();

    private Type Find(string type) => Assembly.GetType(type)
        ?? throw new ArgumentException(
            $"There is no class {type}, only: {string.Join(", ", Assembly.GetExportedTypes().Select(t => t.FullName))}.",
            nameof(type));

    private Assembly Load(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new ModelCompilationException(
                [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
        }

        image.Position = 0;
        return _context.LoadFromStream(image);
    }
}
