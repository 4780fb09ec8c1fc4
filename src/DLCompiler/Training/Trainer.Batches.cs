namespace DLCompiler;

/// <summary>What a loop calls that does not know the network: steps on columns by name, and where a NaN came from.</summary>
public abstract partial class Trainer
{
    /// <summary>One training step on a batch: forward, loss, backward, optimizer.</summary>
    /// <param name="batch">A column for each input of <c>Forward</c> and each label of the loss, by their names.</param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="ArgumentException">A column is missing, or of another type.</exception>
    /// <exception cref="ModelShapeException">A column does not fit; nothing has changed.</exception>
    /// <exception cref="NotFiniteException">
    /// <see cref="ChecksNumbers"/> is set, and the loss or a gradient is NaN or infinite; the message names the layer.
    /// </exception>
    public float Step(IBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            return Run(batch, trains: true);
        }
        catch (NotFiniteException found)
        {
            string? layer = FirstNotFinite(batch);
            string where = layer is null ? "it first came up in the loss" : $"it first came up in or after '{layer}'";
            throw new NotFiniteException($"{found.Message[..^1]}; {where}.", layer, found);
        }
    }

    /// <summary>The loss of a batch in inference mode.</summary>
    /// <inheritdoc cref="Step(IBatch)" path="/param"/>
    /// <exception cref="ArgumentException">A column is missing, or of another type.</exception>
    /// <exception cref="ModelShapeException">A column does not fit.</exception>
    public float Evaluate(IBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Run(batch, trains: false);
    }

    /// <summary>The typed <c>Step</c> or <c>Evaluate</c> on the batch's columns.</summary>
    protected abstract float Run(IBatch batch, bool trains);

    /// <summary>Runs <c>Forward</c> eagerly on the batch's columns, as the next step would.</summary>
    protected abstract void RunEagerly(IBatch batch);

    private void CheckNumbers(float loss)
    {
        string what = float.IsFinite(loss) ? "" : $"the loss is {Word(loss)}";
        if (what == "")
        {
            // Squares of numbers beyond 10¹⁹ overflow: then each is looked at.
            if (float.IsFinite(_norm.Compute(_gradients.Start, _store.TrainedCount))) return;
            if (NotFiniteGradient() is not { } parameter) return;
            what = $"the gradient of '{parameter}' is not finite";
        }

        throw new NotFiniteException($"{Model.Name}.Trainer.Step {StepCount + 1}: {what}.");
    }

    /// <summary>
    /// Where NaN or an infinity first came up: an input, a parameter, or a layer of Forward, which runs eagerly and so shows each
    /// result; else the layer whose gradient is the first on the way back. Null for the loss itself.
    /// </summary>
    private string? FirstNotFinite(IBatch batch)
    {
        for (int i = 0; i < _store.Parameters.Count; i++)
        {
            if (HasNotFinite(_store.Span(i))) return _store.Parameters[i].Name;
        }

        using (var watch = Runtime.FiniteWatch.Start())
        {
            RunEagerly(batch);
            if (watch.First is { } layer) return layer;
        }

        return NotFiniteGradient() is { } parameter ? Runtime.FiniteWatch.LayerOf(parameter) : null;
    }

    /// <summary>The last trained parameter whose gradient is not finite: the way back begins at the end.</summary>
    private string? NotFiniteGradient()
    {
        for (int i = _store.Parameters.Count - 1; i >= 0; i--)
        {
            if (_store.Parameters[i].Trained && HasNotFinite(Part(_gradients, i))) return _store.Parameters[i].Name;
        }

        return null;
    }

    private static bool HasNotFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) return true;
        }

        return false;
    }

    private static string Word(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "infinite" : "negative infinity";
}
