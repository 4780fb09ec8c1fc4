using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>A kernel as <see cref="Workers"/> runs it: one body for all vector widths.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKernel
{
    /// <summary>
    /// Computes the items <paramref name="start"/> to <paramref name="end"/> − 1 of the parallel axis.
    /// </summary>
    /// <remarks>
    /// Called from several threads at once with ranges that do not overlap. What an item gives must not depend on the
    /// range it came in: that is what makes results the same for any number of threads.
    /// </remarks>
    void Run<V>(nint start, nint end) where V : struct, ISimd<V>;
}
