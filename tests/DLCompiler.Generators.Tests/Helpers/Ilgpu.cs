using ILGPU.Runtime;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>What a program references that gets code for a GPU: the stand-in for ILGPU.</summary>
internal static class Ilgpu
{
    public static MetadataReference Reference { get; } = MetadataReference.CreateFromFile(typeof(Accelerator).Assembly.Location);
}
