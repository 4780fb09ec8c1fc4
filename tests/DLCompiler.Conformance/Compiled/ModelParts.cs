using DLCompiler.Runtime;

namespace DLCompiler.Conformance.Compiled;

/// <summary>What the tests do with any model, by the names of its parameters.</summary>
internal static class ModelParts
{
    /// <summary>The parameters of each network here, in the order of their streams in <see cref="Formula"/>.</summary>
    public static readonly string[] Names =
        ["Hidden1.weight", "Hidden1.bias", "Hidden2.weight", "Hidden2.bias", "Output.weight", "Output.bias"];

    /// <summary>Sets the parameters to the streams 1, 2, …, one scale a layer, as <c>fixtures/networks.py</c>
    /// does.</summary>
    public static void SetByFormula(IModel model, params float[] scales)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            int index = model.Store.IndexOf(Names[i]);
            model.Store.Set(index, Formula.Uniform(i + 1, model.Store.Parameters[index].Count, scales[i / 2]));
        }
    }

    /// <summary>Sets a parameter by its full name.</summary>
    public static void Set(IModel model, string name, double[] values) =>
        model.Store.Set(model.Store.IndexOf(name), Array.ConvertAll(values, v => (float)v));

    /// <summary>A parameter's values by its full name.</summary>
    public static double[] Get(IModel model, string name) => Widen(model.Store.Span(model.Store.IndexOf(name)));

    /// <summary>float32 as double, for <see cref="Metric"/>.</summary>
    public static double[] Widen(ReadOnlySpan<float> values) => [.. values];
}
