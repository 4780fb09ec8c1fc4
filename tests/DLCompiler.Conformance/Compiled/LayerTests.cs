namespace DLCompiler.Conformance.Compiled;

/// <summary>Layers with parameters against PyTorch's, in inference and in training, compiled and eager.</summary>
public class LayerTests
{
    private static readonly Fixtures Expected = Fixtures.Of("layers");

    private static readonly string[] Layers =
    [
        "Last", "LastPlain", "Root", "Groups", "Instance", "InstanceAffine", "Batch", "BatchImage", "BatchTwice",
        "Slope", "Slopes", "Form", "Self", "SelfPadded", "Cross", "Narrow",
    ];

    /// <summary>Those of the layer SelfPadded.</summary>
    private static readonly int[] Lengths = [3, 2];

    private static float[] Weight => [.. All("weight").Select(w => (float)w)];

    [Fact]
    public void Inference()
    {
        var model = Model();
        float[] result = new float[All("out").Length];
        model.Predict(Lengths, result);
        CheckParts("out", ModelParts.Widen(result), Metric.Forward);
    }

    [Fact]
    public void TrainingGradients()
    {
        var model = Model();
        var trainer = model.CreateTrainer(new Sgd());
        double loss = trainer.Gradients(Lengths, Weight);
        Metric.AssertNear("loss", [loss], [All("train").Zip(All("weight"), (y, w) => y * w).Sum()], Metric.Backward);
        foreach (string layer in Layers)
        {
            string[] names = Under(layer, "grad");
            double scale = Metric.Scale(names.Select(n => Expected.Floats($"{layer}.grad.{n}")));
            foreach (string name in names)
            {
                double[] actual = ModelParts.Widen(trainer.Gradient(StoreName(layer, name)));
                Metric.AssertNear(
                    $"{layer}.{name}", actual, Expected.Floats($"{layer}.grad.{name}"), Metric.Backward, scale);
            }
        }
    }

    /// <summary>A step commits the running statistics; gradients alone do not.</summary>
    [Fact]
    public void RunningStatistics()
    {
        var model = Model();
        var trainer = model.CreateTrainer(new Sgd(0));
        trainer.Gradients(Lengths, Weight);
        CheckBuffers("value");
        trainer.Step(Lengths, Weight);
        CheckBuffers("next");

        void CheckBuffers(string when)
        {
            foreach (string layer in Layers)
            {
                foreach (string name in Under(layer, "next"))
                {
                    double[] actual = ModelParts.Get(model, $"{layer}.{name}");
                    Metric.AssertNear(
                        $"{layer}.{name}", actual, Expected.Floats($"{layer}.{when}.{name}"), Metric.Forward);
                }
            }
        }
    }

    [Theory]
    [InlineData(Mode.Inference, "out")]
    [InlineData(Mode.Training, "train")]
    public void Eager(Mode mode, string kind)
    {
        var model = Model();
        CheckParts(kind, model.Eager.Forward(new IntTensor(Lengths, 2), mode).Values.ToArray(), 1e-7);
        CheckUnchanged(model);
    }

    [Fact]
    public void A_batch_of_one_is_refused_in_training_only()
    {
        var model = new SmallBatchNorm();
        float[] one = [1, 2, 3];
        model.Predict(one, new float[3]);
        var trainer = model.CreateTrainer(new Sgd());
        var error = Assert.Throws<ModelShapeException>(() => trainer.Step(one));
        Assert.Contains("more than one value a channel", error.Message, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0], ModelParts.Get(model, "Normal.running_mean"));
        Assert.Throws<ArgumentException>(() => model.Eager.Forward(new Tensor(one, 1, 3), Mode.Training));
        trainer.Step([1, 2, 3, 4, 5, 6]);
        Assert.Equal(0.25, ModelParts.Get(model, "Normal.running_mean")[0], 1e-6);
    }

    [Fact]
    public void Each_instance_of_a_block_has_its_own_running_statistics()
    {
        var model = new NormalizedBlocks(seed: 3);
        var trainer = model.CreateTrainer(new Sgd(0.1f));
        float[] x = Formula.Uniform(1, 6 * 5), y = new float[x.Length];
        for (int step = 0; step < 3; step++) trainer.Step(x);
        double[] first = ModelParts.Get(model, "Blocks.0.Normal.running_mean");
        double[] second = ModelParts.Get(model, "Blocks.1.Normal.running_mean");
        Assert.All(first.Concat(second), mean => Assert.NotEqual(0, mean));
        Assert.NotEqual(first, second);
        model.Predict(x, y);
        Tensor expected = model.Eager.Forward(new Tensor(x, 6, 5));
        Metric.AssertNear("y", ModelParts.Widen(y), expected.Values, Metric.Forward);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var trainer = Model().CreateTrainer(new Sgd());
        float[] weight = Weight;
        for (int i = 0; i < 3; i++) trainer.Step(Lengths, weight);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) trainer.Step(Lengths, weight);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static LayersModel Model()
    {
        var model = new LayersModel();
        foreach (string layer in Layers)
        {
            foreach (string name in Under(layer, "in"))
                ModelParts.Set(model, StoreName(layer, name), Expected.Floats($"{layer}.in.{name}"));
            foreach (string name in Under(layer, "value"))
                ModelParts.Set(model, $"{layer}.{name}", Expected.Floats($"{layer}.value.{name}"));
        }

        return model;
    }

    private static void CheckUnchanged(LayersModel model)
    {
        foreach (string layer in Layers)
        {
            foreach (string name in Under(layer, "value"))
                Assert.Equal(Expected.Floats($"{layer}.value.{name}"), ModelParts.Get(model, $"{layer}.{name}"));
        }
    }

    private static void CheckParts(string kind, double[] result, double tolerance)
    {
        int start = 0;
        foreach (string layer in Layers)
        {
            double[] expected = Expected.Floats($"{layer}.{kind}");
            Metric.AssertNear(layer, result.AsSpan(start, expected.Length), expected, tolerance);
            start += expected.Length;
        }

        Assert.Equal(start, result.Length);
    }

    /// <summary>Inputs are parameters of the model, called <c>BatchX</c> for the layer <c>Batch</c>.</summary>
    private static string StoreName(string layer, string name) =>
        name is "x" or "y" or "z" ? layer + name.ToUpperInvariant() : $"{layer}.{name}";

    private static double[] All(string kind) => [.. Layers.SelectMany(layer => Expected.Floats($"{layer}.{kind}"))];

    private static string[] Under(string layer, string kind)
    {
        string prefix = $"{layer}.{kind}.";
        return
        [
            .. Expected.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]),
        ];
    }
}
