namespace DLCompiler.Conformance.Compiled;

/// <summary>Every case of every op, compiled: a family is one model, whose result is all its cases' results,
/// flattened.</summary>
public class OpModelTests
{
    private delegate float Gradients(ReadOnlySpan<float> weight);

    [Fact]
    public void Arithmetic()
    {
        var model = new ArithmeticModel();
        Check("arithmetic", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("arithmetic", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Comparisons()
    {
        var model = new ComparisonsModel();
        Check("comparisons", model, result => model.Predict(result));
    }

    [Fact]
    public void Activations()
    {
        var model = new ActivationsModel();
        Check("activations", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("activations", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Reductions()
    {
        var model = new ReductionsModel();
        Check("reductions", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("reductions", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Movement()
    {
        var model = new MovementModel();
        Check("movement", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("movement", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Contractions()
    {
        var model = new ContractionsModel();
        Check("contractions", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("contractions", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Losses()
    {
        var model = new LossesModel();
        int[] labels = Label("labels"), smooth = Label("smooth"), sequence = Label("sequence"), large = Label("large");
        Check("losses", model, result => model.Predict(labels, smooth, sequence, large, result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("losses", weight => trainer.Gradients(labels, smooth, sequence, large, weight), trainer);

        static int[] Label(string name) => Fixtures.Of("losses").Integers($"CrossEntropy.{name}.in.label");
    }

    [Fact]
    public void Gates()
    {
        var model = new GatesModel();
        Check("gates", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("gates", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Distances()
    {
        var model = new DistancesModel();
        Check("distances", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("distances", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Images()
    {
        var model = new ImagesModel();
        Check("images", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("images", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Convolutions()
    {
        var model = new ConvolutionsModel();
        Check("convolutions", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("convolutions", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Pooling()
    {
        var model = new PoolingModel();
        Check("pooling", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("pooling", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Padding()
    {
        var model = new PaddingModel();
        Check("padding", model, result => model.Predict(result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("padding", weight => trainer.Gradients(weight), trainer);
    }

    [Fact]
    public void Sequences()
    {
        var model = new SequencesModel();
        int[] indices = Fixtures.Of("sequences").Integers("OneHot.plain.in.x");
        Check("sequences", model, result => model.Predict(indices, result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("sequences", weight => trainer.Gradients(indices, weight), trainer);
    }

    [Fact]
    public void Criteria()
    {
        var model = new CriteriaModel();
        int[] indices = Fixtures.Of("criteria").Integers("NegativeLogLikelihood.plain.in.label");
        Check("criteria", model, result => model.Predict(indices, result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("criteria", weight => trainer.Gradients(indices, weight), trainer);
    }

    [Fact]
    public void Indices_outside_their_range_are_refused()
    {
        var sequences = new SequencesModel();
        var criteria = new CriteriaModel();
        float[] result = new float[Cases("sequences").Sum(op => op.Expected.Length)];
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.Predict([0, 1, 2, 3, 4, 5], result));
        float[] losses = new float[Cases("criteria").Sum(op => op.Expected.Length)];
        Assert.Throws<ArgumentOutOfRangeException>(() => criteria.Predict([0, 1, 2, 3, 4, -1], losses));
    }

    [Fact]
    public void Indexing()
    {
        var model = new IndexingModel();
        int[] rows = Integers("rows.in.rows"), picks = Integers("picks.in.picks"), one = Integers("one.in.row");
        int[] columns = Integers("columns.in.columns"), last = Integers("last.in.columns");
        int[] transposed = Integers("transposed.in.rows"), slice = Integers("slice.in.rows");
        int[] computed = Integers("computed.in.rows"), heads = Integers("heads.in.rows");
        int[] product = Integers("product.in.rows"), softmax = Integers("softmax.in.rows");
        int[] positions = Integers("softmax.in.columns"), tied = Integers("tied.in.rows");
        Check("indexing", model, result => model.Predict(
            rows, picks, one, columns, last, transposed, slice, computed, heads,
            product, softmax, positions, tied, result));
        var trainer = model.CreateTrainer(new Sgd(1));
        CheckGradients("indexing", weight => trainer.Gradients(
            rows, picks, one, columns, last, transposed, slice, computed, heads,
            product, softmax, positions, tied, weight), trainer);

        static int[] Integers(string name) => Fixtures.Of("indexing").Integers($"Gather.{name}");
    }

    private static void Check(string family, IModel model, Action<float[]> predict)
    {
        OpCase[] cases = Cases(family);
        foreach (OpCase op in cases)
        {
            foreach (string input in op.Inputs.Where(input => op.Fixtures.IsFloat($"{op.Name}.in.{input}")))
                ModelParts.Set(model, ParameterName(op, input), op[input].Values.ToArray());
        }

        float[] result = new float[cases.Sum(op => op.Expected.Length)];
        predict(result);
        int start = 0;
        foreach (OpCase op in cases)
        {
            var part = result.AsSpan(start, op.Expected.Length);
            Metric.AssertNear(op.Name, ModelParts.Widen(part), op.Expected, Metric.Forward);
            start += op.Expected.Length;
        }
    }

    private static void CheckGradients(string family, Gradients gradients, Trainer trainer)
    {
        OpCase[] cases = Cases(family);
        _ = gradients([.. cases.SelectMany(op => op.Weight).Select(w => (float)w)]);
        foreach (OpCase op in cases)
        {
            double scale = Metric.Scale(op.Gradients.Select(input => op.Gradient(input)));
            foreach (string input in op.Gradients)
            {
                double[] actual = ModelParts.Widen(trainer.Gradient(ParameterName(op, input)));
                Metric.AssertNear($"{op.Name}.{input}", actual, op.Gradient(input), Metric.Backward, scale);
            }
        }
    }

    private static OpCase[] Cases(string family) => [.. OpCase.All.Where(op => op.Family == family)];

    /// <summary>As <c>fixtures/csharp.py</c> names it: <c>LeakyRelu.slope</c> and <c>x</c> are
    /// <c>LeakyReluSlopeX</c>.</summary>
    private static string ParameterName(OpCase op, string input) =>
        string.Concat(op.Name.Split('.').Append(input).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
