namespace DLCompiler.Testing;

/// <summary>Gradients that agree with central differences.</summary>
/// <param name="Loss">The loss of the batch.</param>
/// <param name="Parameters">What was compared, in the order of the model's parameters.</param>
public sealed record GradientReport(float Loss, IReadOnlyList<ParameterDifference> Parameters)
{
    /// <summary>How many elements were compared.</summary>
    public int Compared => Parameters.Sum(p => p.Compared);

    /// <summary>The largest distance of any parameter, as <see cref="ParameterDifference.Largest"/> measures it.</summary>
    public double Largest => Parameters.Select(p => p.Largest).DefaultIfEmpty().Max();
}

/// <summary>The gradient of a parameter beside differences.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Compared">How many of its elements were compared.</param>
/// <param name="Largest">
/// The largest distance, as a share of what <see cref="GradientOptions.Tolerance"/> is a share of.
/// </param>
public sealed record ParameterDifference(string Parameter, int Compared, double Largest);
