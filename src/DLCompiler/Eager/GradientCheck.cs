using System.Globalization;

namespace DLCompiler;

/// <summary>
/// Compares a gradient that somebody wrote, such as one marked <see cref="GradientAttribute"/>, with central differences of
/// the function, in double precision.
/// </summary>
public static class GradientCheck
{
    /// <summary>The relative step: about the cube root of double's rounding error, where differences err least.</summary>
    private const double Step = 6e-6;

    /// <summary>
    /// Checks the gradients by all inputs, for a gradient of the result whose elements all differ.
    /// </summary>
    /// <param name="function">The function: <c>x => Net.Round(x[0])</c>.</param>
    /// <param name="gradient">
    /// From the inputs, the result and the gradient by the result, the gradients by the inputs:
    /// <c>(x, result, g) => [Net.RoundGradient(x[0], g)]</c>.
    /// </param>
    /// <param name="inputs">Where to look. Stay away from kinks, where differences are not the gradient.</param>
    /// <exception cref="GradientException">
    /// A gradient has not its input's shape, or an element differs from the difference by more than 10⁻⁵ of it, or of the
    /// largest one where that is more.
    /// </exception>
    public static void Verify(
        Func<Tensor[], Tensor> function, Func<Tensor[], Tensor, Tensor, Tensor[]> gradient, params Tensor[] inputs) =>
        Verify(function, gradient, 1e-5, inputs);

    /// <inheritdoc cref="Verify(Func{Tensor[], Tensor}, Func{Tensor[], Tensor, Tensor, Tensor[]}, Tensor[])"/>
    /// <param name="function"/>
    /// <param name="gradient"/>
    /// <param name="tolerance">How much may differ: 10⁻⁵ in the other overload.</param>
    /// <param name="inputs"/>
    public static void Verify(
        Func<Tensor[], Tensor> function,
        Func<Tensor[], Tensor, Tensor, Tensor[]> gradient,
        double tolerance,
        params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(inputs);
        var result = function(inputs);
        double[] weights = [.. Enumerable.Range(0, result.Count).Select(Weight)];
        var gradients = gradient(inputs, result, new Tensor(weights, result.Dimensions));
        if (gradients.Length != inputs.Length)
            throw new GradientException($"There are {gradients.Length} gradients, but {inputs.Length} inputs.");
        for (int i = 0; i < inputs.Length; i++) Compare(i, gradients[i], Differences(function, inputs, i, weights), tolerance);
    }

    /// <summary>Numbers from 0.5 to 1.5 that do not repeat: the fractions of multiples of the golden ratio.</summary>
    private static double Weight(int index) => 0.5 + (((index + 1) * 0.6180339887498949) % 1);

    private static Tensor Differences(Func<Tensor[], Tensor> function, Tensor[] inputs, int input, double[] weights)
    {
        double[] values = inputs[input].Values.ToArray(), differences = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double at = values[i], step = Step * Math.Max(1, Math.Abs(at));
            differences[i] = (Loss(at + step) - Loss(at - step)) / ((at + step) - (at - step));
            values[i] = at;

            double Loss(double value)
            {
                values[i] = value;
                Tensor[] moved = [.. inputs];
                moved[input] = new Tensor(values, inputs[input].Dimensions);
                double sum = 0;
                var result = function(moved).Values;
                for (int r = 0; r < weights.Length; r++) sum += weights[r] * result[r];
                return sum;
            }
        }

        return new Tensor(differences, inputs[input].Dimensions);
    }

    private static void Compare(int input, Tensor gradient, Tensor expected, double tolerance)
    {
        if (!gradient.Shape.SequenceEqual(expected.Shape))
        {
            throw new GradientException(
                $"The gradient by input {input} is {ShapeText.Of(gradient.Dimensions)}, "
                + $"but the input is {ShapeText.Of(expected.Dimensions)}.");
        }

        double largest = 0;
        foreach (double value in expected.Values) largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Count; i++)
        {
            double actual = gradient.Values[i], wanted = expected.Values[i];
            if (Math.Abs(actual - wanted) <= tolerance * Math.Max(largest, 1e-3)) continue;
            throw new GradientException(string.Create(
                CultureInfo.InvariantCulture,
                $"The gradient by input {input} is {actual:G9} at element {i}, but differences give {wanted:G9}."));
        }
    }
}
