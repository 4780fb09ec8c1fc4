namespace DLCompiler.Benchmarks;

/// <summary>The generated <c>Predict</c> of a network with one input and one result.</summary>
internal delegate void Predict<T>(ReadOnlySpan<T> input, Span<float> scores);

/// <summary>The generated <c>Step</c> of a trainer.</summary>
internal delegate float Step<T>(ReadOnlySpan<T> input, ReadOnlySpan<int> label);

/// <summary>A network of the benchmark: calls on inputs that it makes up.</summary>
/// <param name="Flops">Floating-point operations of a forward pass of one sample.</param>
/// <param name="Prediction">Makes a call of <c>Predict</c> on a batch.</param>
/// <param name="Training">Makes a call of <c>Step</c> on a batch.</param>
internal sealed record Network(double Flops, Func<int, Action> Prediction, Func<int, Action> Training)
{
    /// <summary>A classifier of images or of sequences of numbers.</summary>
    public static Network OfFloats<M>(M model, Predict<float> predict, Step<float> step, int inputs, int classes)
        where M : IModel =>
        Of(model, predict, step, random => random.NextSingle() * 2 - 1, inputs, 1, classes);

    /// <summary>A model that scores what follows each token.</summary>
    public static Network OfTokens<M>(M model, Predict<int> predict, Step<int> step, int tokens, int classes)
        where M : IModel =>
        Of(model, predict, step, random => random.Next(classes), tokens, tokens, classes);

    private static Network Of<M, T>(
        M model, Predict<T> predict, Step<T> step, Func<Random, T> draw, int inputs, int labels, int classes)
        where M : IModel
    {
        return new Network(
            model.Summary.Flops,
            batch =>
            {
                var input = Draw(batch * inputs, draw);
                float[] scores = new float[batch * labels * classes];
                return () => predict(input, scores);
            },
            batch =>
            {
                var input = Draw(batch * inputs, draw);
                int[] label = Draw(batch * labels, random => random.Next(classes));
                return () => step(input, label);
            });
    }

    private static T[] Draw<T>(int count, Func<Random, T> draw)
    {
        var random = new Random(1);
        var values = new T[count];
        foreach (ref var value in values.AsSpan()) value = draw(random);
        return values;
    }
}
