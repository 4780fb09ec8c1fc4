using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Runs compiled sources.</summary>
internal static class InMemory
{
    /// <summary>What a public static method without parameters returns.</summary>
    public static object? Call(Compilation compilation, string type, string method)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            var found = context.LoadFromStream(image).GetType(type)!;
            return found.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null);
        }
        finally
        {
            context.Unload();
        }
    }
}
