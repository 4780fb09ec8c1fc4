using System.Globalization;

namespace DLCompiler;

/// <summary>The loss of a step on a GPU, which goes on: reading it waits for the step.</summary>
/// <param name="reader">Where it is.</param>
/// <param name="step">The number of the step.</param>
/// <param name="part">Which of the step's losses.</param>
public readonly struct PendingLoss(Runtime.ILossReader reader, long step, int part)
{
    /// <summary>The loss; waits for the step.</summary>
    /// <exception cref="InvalidOperationException">A thousand steps have been made since.</exception>
    public float Value => reader.Read(step, part);

    /// <summary>The loss; waits for the step.</summary>
    public static implicit operator float(PendingLoss loss) => loss.Value;

    /// <summary>The named form of the conversion.</summary>
    public float ToSingle() => Value;

    /// <summary>The loss as text; waits for the step.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
