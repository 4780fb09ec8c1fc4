using System.Linq.Expressions;
using System.Numerics.Tensors;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Tests;
using Linq = System.Linq.Expressions.Expression;

namespace DLCompiler.Models.Tests.Models;

/// <summary>Seeds, files, and access to parameters.</summary>
[Collection(ModelsCollection.Name)]
public class StateTests(ModelsFixture models)
{
    private const int Batch = 4;

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void The_same_seed_trains_to_the_same_bits(string name)
    {
        Assert.Equal(Bits.Of(Train(name, 1)), Bits.Of(Train(name, 1)));
        Assert.NotEqual(Bits.Of(Train(name, 1)), Bits.Of(Train(name, 2)));
    }

    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void What_is_saved_is_loaded(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.safetensors");
        var saved = Train(name, 1);
        saved.Store.Save(path);
        var loaded = models.All.Create(name, seed: 7);
        loaded.Store.Load(path);
        Assert.Equal(Bits.Of(saved), Bits.Of(loaded));
        var arguments = Samples.Find(name).Arguments(Batch, training: false);
        int length = saved.EagerForward(arguments)[0].Count;
        Assert.Equal(
            Bits.Of(saved.Predict(arguments, Sample.Sizes(Batch), length)[0]),
            Bits.Of(loaded.Predict(arguments, Sample.Sizes(Batch), length)[0]));
    }

    [Fact]
    public void Parameters_are_read_and_written_by_layer()
    {
        var model = models.All.Create("Mlp");
        var layer = Linq.Property(Linq.Property(Linq.Constant(model.Instance), "Parameters"), "Output");
        var weight = Linq.Property(layer, "Weight");
        var length = Linq.Lambda<Func<nint>>(Linq.Property(weight, nameof(ReadOnlyTensorSpan<float>.FlattenedLength)));
        Assert.Equal(256 * 10, length.Compile()());

        float[] values = new Numbers(3).Floats(256 * 10);
        long version = model.Store.Version;
        var span = Linq.Convert(Linq.Constant(values), typeof(ReadOnlySpan<float>));
        Linq.Lambda<Action>(Linq.Call(layer, "SetWeight", null, span)).Compile()();
        Assert.Equal(values, model.Store.Span(model.Store.IndexOf("Output.weight")));
        Assert.True(model.Store.Version > version);
    }

    [Fact]
    public void Predict_sees_parameters_that_have_changed()
    {
        var model = models.All.Create("Mlp");
        var arguments = Samples.Mlp.Arguments(Batch, training: false);
        model.Predict(arguments, Sample.Sizes(Batch), Batch * 10);
        foreach (string name in model.Trained)
            model.Store.Edit(model.Store.IndexOf(name), (values, _) => values.Clear());
        Assert.All(model.Predict(arguments, Sample.Sizes(Batch), Batch * 10)[0], v => Assert.Equal(0, v));
    }

    private CompiledModel Train(string name, int seed)
    {
        var sample = Samples.Find(name);
        var model = models.All.Create(name, seed);
        var trainer = model.CreateTrainer(new AdamW(0.01f), new TrainerOptions { Seed = seed });
        for (int i = 0; i < 3; i++) trainer.Step(sample.Arguments(Batch, training: true, seed), Sample.Sizes(Batch));
        return model;
    }
}
