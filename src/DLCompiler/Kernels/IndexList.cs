using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Integers in memory as a list: equal runs, evenly spaced, as slices of an array leave them.</summary>
/// <param name="Data">The first integer.</param>
/// <param name="Count">How many a run has.</param>
/// <param name="Stride">From one integer of a run to the next.</param>
/// <param name="Runs">How many runs there are.</param>
/// <param name="RunStride">From one run to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct IndexList(Ints Data, nint Count, nint Stride = 1, nint Runs = 1, nint RunStride = 0)
{
    /// <summary>The integer at <paramref name="position"/> of run <paramref name="run"/>.</summary>
    public int this[nint run, nint position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Data[(run * RunStride) + (position * Stride)];
    }
}
