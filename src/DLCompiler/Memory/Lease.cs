using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>The buffers of one run of a program. Disposing it gives the memory back for the next run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Lease
{
    private readonly Program _program;
    private readonly ReadOnlySpan<long> _offsets;
    private readonly PackedCopies? _outerCopies;
    private Arena? _arena;

    internal Lease(Program program, MemoryPlan plan, Arena arena, PackedCopies? copies)
    {
        _program = program;
        _offsets = plan.Offsets;
        _arena = arena;
        _outerCopies = PackedCopies.Enter(copies);
    }

    /// <summary>The start of a buffer, aligned to 64 bytes. What it holds is undefined until it is written.</summary>
    public readonly Floats this[int buffer] => _arena!.Start + (nint)_offsets[buffer];

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_arena is not { } arena) return;
        Profiler.End();
        PackedCopies.Enter(_outerCopies);
        _program.Return(arena);
        _arena = null;
    }
}
