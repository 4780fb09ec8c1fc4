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

    /// <summary>Also where a prediction has packed copies of them.</summary>
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Predict_sees_parameters_that_have_changed(string name)
    {
        const int Many = 20;
        var arguments = Samples.Find(name).Arguments(Many, training: false);
        var (model, other) = (models.All.Create(name), models.All.Create(name));
        int length = model.EagerForward(arguments)[0].Count;
        Change(other);
        var before = Bits.Of(Predict(model));
        Change(model);
        Assert.Equal(Bits.Of(Predict(other)), Bits.Of(Predict(model)));
        Assert.NotEqual(before, Bits.Of(Predict(model)));

        float[] Predict(CompiledModel of) => of.Predict(arguments, Sample.Sizes(Many), length)[0];

        static void Change(CompiledModel of)
        {
            foreach (string parameter in of.Trained)
            {
                of.Store.Edit(of.Store.IndexOf(parameter), (values, _) =>
                {
                    foreach (ref float value in values) value = 1.5f * value + 0.125f;
                });
            }
        }
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
