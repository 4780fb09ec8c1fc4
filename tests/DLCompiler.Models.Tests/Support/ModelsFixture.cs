using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Networks;
using DLCompiler.Models.Tests.Ops;

namespace DLCompiler.Models.Tests.Support;

/// <summary>The models that the tests share, compiled once.</summary>
public sealed class ModelsFixture
{
    internal ModelAssembly All { get; } = ModelAssembly.Compile(
        [.. OpModels.Sources, .. RandomNetworkTests.Sources, .. Samples.All.Select(s => s.Source), RecurrentTests.Source]);
}

/// <summary>Tests run one after the other: the vector width and the number of threads are the process's.</summary>
[CollectionDefinition(Name)]
public sealed class ModelsCollection : ICollectionFixture<ModelsFixture>
{
    public const string Name = "models";
}
