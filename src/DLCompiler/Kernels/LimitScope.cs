using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Until it is disposed, calls of this thread use fewer threads; then the limit is again what it was.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct LimitScope
{
    private readonly int _previous;

    internal LimitScope(int previous) => _previous = previous;

    /// <summary>Restores the limit of before.</summary>
    public void Dispose() => Workers.RestoreLimit(_previous);
}
