using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Runs compiled sources.</summary>
internal static class InMemory
{
    /// <summary>What a public static method without parameters returns.</summary>
    public static object? Call(Compilation compilation, string type, string method, params Compilation[] libraries)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            foreach (var library in libraries) context.LoadFromStream(Image(library));
            var found = context.LoadFromStream(Image(compilation)).GetType(type)!;
            return found.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null);
        }
        finally
        {
            context.Unload();
        }
    }

    /// <summary>The assembly; with other options, a reference assembly.</summary>
    public static MemoryStream Image(Compilation compilation, EmitOptions? options = null)
    {
        var image = new MemoryStream();
        var result = compilation.Emit(image, options: options);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return image;
    }
}
