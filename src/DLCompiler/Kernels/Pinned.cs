using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Pins the arguments of a call, so that generated code needs no <c>unsafe</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Pinned
{
    /// <summary>Pins every span of <paramref name="call"/> and runs it.</summary>
    public static unsafe void Run<T>(ref T call) where T : IPinnedCall, allows ref struct
    {
        var count = call.Count;
        var addresses = stackalloc nint[count];
        Pin(ref call, addresses, count, 0);
    }

    // A span is pinned as long as the frame lives that fixed it: so one frame a span.
    private static unsafe void Pin<T>(ref T call, nint* addresses, int count, int index)
        where T : IPinnedCall, allows ref struct
    {
        if (index == count)
        {
            call.Run(new ReadOnlySpan<nint>(addresses, count));
            return;
        }

        fixed (byte* start = call.Span(index))
        {
            addresses[index] = (nint)start;
            Pin(ref call, addresses, count, index + 1);
        }
    }
}
