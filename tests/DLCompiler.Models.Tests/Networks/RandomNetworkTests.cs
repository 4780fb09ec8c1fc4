using System.Globalization;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>Random networks, compiled, against their own eager code: results at every width, loss, gradients.</summary>
[Collection(ModelsCollection.Name)]
public class RandomNetworkTests(ModelsFixture models)
{
    private const int Count = 40;

    internal static IEnumerable<ModelSource> Sources =>
        Enumerable.Range(0, Count).Select(seed => RandomNetwork.Create(seed).ToSource(Name(seed)));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Count)];

    public static TheoryData<int> Hundreds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Compiled_and_eager_agree(int seed) => Check(models.All, seed);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Hundreds))]
    public void Compiled_and_eager_agree_over_a_hundred_seeds(int hundred)
    {
        int[] seeds = [.. Enumerable.Range(hundred * 100, 100)];
        var assembly = ModelAssembly.Compile([.. seeds.Select(s => RandomNetwork.Create(s).ToSource(Name(s)))]);
        Assert.All(seeds, seed => Check(assembly, seed));
    }

    private static void Check(ModelAssembly assembly, int seed)
    {
        var network = RandomNetwork.Create(seed);
        if (NetworkCheck.Failure(assembly, Name(seed), network) is not { } failure) return;
        var (source, smallest) = Shrinker.Shrink(network, failure);
        Assert.Fail($"Seed {seed}: {failure}\nThe smallest network that fails: {smallest}\n{source.Text}");
    }

    private static string Name(int seed) => "Random" + seed.ToString(CultureInfo.InvariantCulture);
}
