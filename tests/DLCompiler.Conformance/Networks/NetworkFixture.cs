using DLCompiler.Conformance.Compiled;

namespace DLCompiler.Conformance.Networks;

/// <summary>
/// What PyTorch computes of a whole network in float64, from weights by formula: the file that
/// <c>fixtures/networks/common.py</c> writes. Large tensors are there as signed sums of their elements.
/// </summary>
internal sealed class NetworkFixture
{
    private const string GradientPrefix = "gradient.", BufferPrefix = "buffer.", ResultPrefix = "result.";
    private const int StandardSketch = 512;

    private readonly Fixtures _file;
    private readonly double[] _largest;
    private readonly int _sketchLength;

    public NetworkFixture(string name)
    {
        _file = Fixtures.Of($"networks/{name}");
        _largest = _file.Floats("largest");
        _sketchLength = _file.Names.Contains("sketch") ? _file.Integers("sketch")[0] : StandardSketch;
        Trained = Under(GradientPrefix);
        Buffers = Under(BufferPrefix);
        ResultCount = Under(ResultPrefix).Length;
        Losses = _file.Floats("losses");
    }

    /// <summary>The names of the trained parameters, as PyTorch's state_dict has them.</summary>
    public string[] Trained { get; }

    /// <summary>The names of the buffers.</summary>
    public string[] Buffers { get; }

    /// <summary>How many results the network has.</summary>
    public int ResultCount { get; }

    /// <summary>The losses of a training run on one batch, each before its step.</summary>
    public double[] Losses { get; }

    /// <summary>Of that run, by SGD.</summary>
    public float LearningRate => (float)_file.Floats("rate")[0];

    /// <summary>Sets the parameters and buffers: the streams 1, 2, …, each with an offset and a scale.</summary>
    public void SetWeights(IModel model)
    {
        string[] names = [.. Trained, .. Buffers];
        double[] spreads = _file.Floats("weights");
        for (int i = 0; i < names.Length; i++)
        {
            int index = model.Store.IndexOf(names[i]);
            float offset = (float)spreads[2 * i], scale = (float)spreads[(2 * i) + 1];
            float[] values = Formula.Uniform(i + 1, model.Store.Parameters[index].Count, scale);
            model.Store.Set(index, Array.ConvertAll(values, value => offset + value));
        }
    }

    public void AssertResult(int index, ReadOnlySpan<float> actual)
    {
        double[] expected = _file.Floats(ResultPrefix + index);
        AssertSketch($"result {index}", actual, expected, Metric.Forward, expected.Max(Math.Abs));
    }

    public void AssertGradient(string name, ReadOnlySpan<float> actual)
    {
        double size = Math.Max(_largest[Array.IndexOf(Trained, name)], Metric.Scale([_largest]));
        AssertSketch($"gradient of {name}", actual, _file.Floats(GradientPrefix + name), Metric.Backward, size);
    }

    public void AssertBuffer(string name, ReadOnlySpan<float> actual)
    {
        double[] expected = _file.Floats(BufferPrefix + name);
        AssertSketch(name, actual, expected, Metric.Forward, expected.Max(Math.Abs));
    }

    /// <summary>The metric on sums: their elements' rounding adds up as the root of their number does.</summary>
    private void AssertSketch(
        string what, ReadOnlySpan<float> actual, double[] expected, double tolerance, double size)
    {
        double terms = Math.Ceiling((double)actual.Length / _sketchLength);
        Metric.AssertWithin(what, Sketch(actual), expected, tolerance * Math.Sqrt(terms) * size);
    }

    private double[] Sketch(ReadOnlySpan<float> values)
    {
        if (values.Length <= _sketchLength) return ModelParts.Widen(values);
        double[] sums = new double[_sketchLength];
        int[] signs = Formula.Integers(0, 2, values.Length);
        for (int i = 0; i < values.Length; i++) sums[i % _sketchLength] += signs[i] == 0 ? values[i] : -values[i];
        return sums;
    }

    private string[] Under(string prefix) =>
    [
        .. _file.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..]),
    ];
}
