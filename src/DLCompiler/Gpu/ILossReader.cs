using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Reads losses that are on a device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILossReader
{
    /// <summary>A loss of a step; waits for it.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="part">Which of its losses.</param>
    float Read(long step, int part);
}
