namespace DLCompiler.Runtime;

/// <summary>
/// Looks for the first NaN or infinity of an eager run on this thread, which then rounds to single precision as the compiled
/// code does. −∞ alone is a common mask, and counts only where nothing else is found.
/// </summary>
internal sealed class FiniteWatch : IDisposable
{
    [ThreadStatic]
    private static FiniteWatch? Running;

    private string? _layer;
    private string? _masked;
    private bool _isFound;

    private FiniteWatch()
    {
    }

    /// <summary>The watch of this thread; null where none is looking.</summary>
    public static FiniteWatch? Current => Running;

    /// <summary>The layer in or after which it came up; null where nothing did, or before the first layer.</summary>
    public string? First => _isFound ? _layer : _masked;

    public static FiniteWatch Start() => Running = new FiniteWatch();

    /// <summary>Notes that a layer's parameter is read: what follows is its doing, until the next one.</summary>
    public void Enter(string parameter)
    {
        if (!_isFound) _layer = LayerOf(parameter);
    }

    /// <summary>Looks at the result of an op.</summary>
    public void Look(ReadOnlySpan<double> values)
    {
        if (_isFound) return;
        foreach (double value in values)
        {
            if (double.IsFinite(value)) continue;
            if (double.IsNegativeInfinity(value))
            {
                _masked ??= _layer;
                continue;
            }

            _isFound = true;
            return;
        }
    }

    public void Dispose() => Running = null;

    /// <summary><c>Blocks.0.Query</c> of <c>Blocks.0.Query.weight</c>; a raw parameter is its own layer.</summary>
    public static string LayerOf(string parameter) =>
        parameter.LastIndexOf('.') is > 0 and var end ? parameter[..end] : parameter;
}
