using System.Globalization;
using DLCompiler.Runtime;

namespace DLCompiler.Testing;

/// <summary>
/// Compares the gradients of a compiled model with central differences of the loss that its own C# computes in double
/// precision: (L(w + h) − L(w − h)) / 2h for elements w of every trained parameter. It checks the compiled backward pass,
/// the compiled loss, and gradients of one's own, marked <see cref="GradientAttribute"/>.
/// </summary>
public static class ModelGradients
{
    // Small, so that a kink seldom lies within it. The error is h² against the loss's third derivative, and 2⁻⁵² / h.
    private const float Step = 1f / 131072;

    /// <summary>Gradients smaller than this share of the model's largest are compared with it instead.</summary>
    private const double Floor = 1e-3;

    /// <summary>Checks the gradients of a training step on a batch.</summary>
    /// <param name="model">A model with a loss; it is as before afterwards.</param>
    /// <param name="batch">
    /// Inputs and labels, as <c>Eager.Loss</c> takes them: <see cref="Tensor"/>s and <see cref="IntTensor"/>s. A batch of
    /// two or three is enough, and quick.
    /// </param>
    /// <returns>How many numbers were compared, and how far they are apart.</returns>
    /// <exception cref="GradientException">
    /// The loss or a gradient does not agree; the message names the worst element.
    /// </exception>
    /// <exception cref="ArgumentException">The model has no loss, or takes other tensors.</exception>
    public static GradientReport Verify(IModel model, params object[] batch) => Verify(model, new GradientOptions(), batch);

    /// <inheritdoc cref="Verify(IModel, object[])"/>
    /// <param name="model"/>
    /// <param name="options">How exactly, and how many elements.</param>
    /// <param name="batch"/>
    public static GradientReport Verify(IModel model, GradientOptions options, params object[] batch)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(batch);
        using var loaded = new LoadedModel(model);
        using var kept = new KeptParameters(model.Store);
        var trainer = loaded.CreateTrainer(new Sgd(0), new TrainerOptions { Seed = options.Seed });
        float loss = trainer.Gradients(batch);
        kept.Restore();
        double eager = Loss();
        if (!(Math.Abs(loss - eager) <= options.Tolerance * Math.Max(Math.Abs(eager), 1)))
        {
            throw new GradientException(Text(
                $"The loss of {model.Name} is {loss:G9} compiled, but {eager:G9} as its own C# computes it."));
        }

        var trained = model.Store.Parameters.Index().Where(p => p.Item.Trained).ToList();
        var slopes = trained.ConvertAll(p => Spread(p.Item.Count, options.Elements)
            .ConvertAll(element => Slope.At(model.Store, p.Index, element, eager, Loss)));
        double largest = slopes.SelectMany(s => s).Select(s => Math.Abs(s.Central)).DefaultIfEmpty().Max();
        var compared = trained.Select((p, i) => Compare(
            model.Name, p.Item, trainer.Trainer.Gradient(p.Item.Name), slopes[i], largest, options.Tolerance));
        return new GradientReport(loss, [.. compared]);

        double Loss() => loaded.EagerLoss([.. batch, Mode.Training, options.Seed]);
    }

    private static ParameterDifference Compare(
        string model,
        ParameterInfo parameter,
        ReadOnlySpan<float> gradient,
        List<Slope> slopes,
        double largest,
        double tolerance)
    {
        double scale = slopes.Select(s => Math.Abs(s.Central)).Append(Floor * largest).Append(double.Epsilon).Max();
        var (at, worst) = (slopes[0], 0.0);
        foreach (var slope in slopes)
        {
            double share = slope.Distance(gradient[slope.Element]) / scale;
            if (share > worst) (at, worst) = (slope, share);
        }

        if (worst <= tolerance) return new ParameterDifference(parameter.Name, slopes.Count, worst);
        string index = string.Join(", ", Index(at.Element, parameter.Shape));
        string numbers = Text($"{gradient[at.Element]:G9} compiled, but {at.Central:G9} by central differences");
        string distance = Text($"{worst:G3} of the parameter's largest apart, where {tolerance:G3} is tolerated");
        throw new GradientException(
            $"The gradient of {model} by {parameter.Name}[{index}] is {numbers}: they are {distance}.");
    }

    private static List<int> Spread(int count, int most)
    {
        int taken = Math.Min(count, most);
        return [.. Enumerable.Range(0, taken).Select(i => (int)((long)i * count / taken))];
    }

    private static IEnumerable<int> Index(int element, int[] shape)
    {
        var index = new Stack<int>();
        foreach (int size in shape.Reverse())
        {
            index.Push(element % size);
            element /= size;
        }

        return index;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>How the loss changes with one number.</summary>
    private sealed record Slope(int Element, double Left, double Right, double Central)
    {
        public static Slope At(ParameterStore store, int parameter, int element, double at, Func<double> loss)
        {
            float middle = store.Span(parameter)[element], h = Step * Math.Max(1, Math.Abs(middle));
            float above = middle + h, below = middle - h;
            double high = LossAt(above), low = LossAt(below);
            store.Edit(parameter, (values, _) => values[element] = middle);
            return new Slope(
                element,
                (at - low) / ((double)middle - below),
                (high - at) / ((double)above - middle),
                (high - low) / ((double)above - below));

            double LossAt(float value)
            {
                store.Edit(parameter, (values, _) => values[element] = value);
                return loss();
            }
        }

        /// <summary>
        /// How far a gradient is from the difference. Where there is a kink between, such as a rectifier's, every number
        /// between the slopes of both sides is right.
        /// </summary>
        public double Distance(double gradient)
        {
            double distance = Math.Abs(gradient - Central) - (Math.Abs(Right - Left) / 2);
            return double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(distance, 0);
        }
    }

    /// <summary>What the parameters and buffers were before.</summary>
    private sealed class KeptParameters(ParameterStore store) : IDisposable
    {
        private readonly float[][] _values = [.. store.Parameters.Select((_, i) => store.Span(i).ToArray())];

        public void Restore()
        {
            for (int i = 0; i < _values.Length; i++) store.Set(i, _values[i]);
        }

        public void Dispose() => Restore();
    }
}
