using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>A call whose arguments are spans, and whose body wants addresses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPinnedCall
{
    /// <summary>How many spans.</summary>
    int Count { get; }

    /// <summary>The bytes of a span.</summary>
    ReadOnlySpan<byte> Span(int index);

    /// <summary>Runs while the spans stay where they are. An empty span's address is 0.</summary>
    void Run(ReadOnlySpan<nint> addresses);
}
