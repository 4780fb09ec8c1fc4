namespace DLCompiler.Runtime;

/// <summary>
/// Copies of a model's parameters in the order in which kernels read them, kept between calls until the values change: a
/// prediction packs its weights once. Kernels ask for them where they would pack an operand; only those of the calling
/// thread's program are found.
/// </summary>
internal sealed class PackedCopies(ParameterStore store)
{
    [ThreadStatic]
    private static PackedCopies? OfCall;

    private readonly Lock _lock = new();
    private readonly Dictionary<PackedForm, Copy> _copies = [];

    /// <summary>Sets whose parameters are constants to this thread.</summary>
    /// <returns>Whose were before.</returns>
    public static PackedCopies? Enter(PackedCopies? copies)
    {
        var previous = OfCall;
        OfCall = copies;
        return previous;
    }

    /// <summary>The copy of an operand; null where it is none of the call's parameters.</summary>
    /// <param name="operand">The operand's first element.</param>
    /// <param name="packing">Makes the copy.</param>
    public static Floats Find<P, V>(Floats operand, in P packing)
        where P : struct, IPacking
        where V : struct, ISimd<V> =>
        OfCall is { } copies && copies.Holds(operand) ? copies.Get<P, V>(operand, packing) : default;

    private bool Holds(Floats operand) =>
        operand.Address >= store.Values.Address && operand.Address < (store.Values + store.Count).Address;

    private Floats Get<P, V>(Floats operand, in P packing)
        where P : struct, IPacking
        where V : struct, ISimd<V>
    {
        var form = packing.Form with { Operand = operand.Address };
        lock (_lock)
        {
            if (!_copies.TryGetValue(form, out var copy))
                _copies.Add(form, copy = new Copy(Arena.Uninitialized(packing.Elements)));
            if (copy.Version != store.Version)
            {
                packing.Pack<V>(copy.Memory.Start);
                copy.Version = store.Version;
            }

            return copy.Memory.Start;
        }
    }

    private sealed class Copy(Arena memory)
    {
        public Arena Memory => memory;

        public long Version { get; set; } = -1;
    }
}

/// <summary>How an operand is packed: copies of one form are the same.</summary>
/// <param name="Kind">What packs it.</param>
/// <param name="Extent">Its rows or columns.</param>
/// <param name="Depth">Along the sum.</param>
/// <param name="Across">The stride from a row or column to the next.</param>
/// <param name="Along">The stride along the sum.</param>
/// <param name="Width">Rows or columns of a panel.</param>
/// <param name="Operand">Its address.</param>
internal readonly record struct PackedForm(
    PackedKind Kind, nint Extent, nint Depth, nint Across, nint Along, nint Width, nint Operand = 0);

/// <summary>What packs an operand.</summary>
internal enum PackedKind
{
    /// <summary><see cref="Panels"/>.</summary>
    Matrix,

    /// <summary><see cref="TapWeight"/>.</summary>
    Taps,

    /// <summary><see cref="WinogradWeight{F}"/>.</summary>
    Winograd,
}

/// <summary>Packs an operand.</summary>
internal interface IPacking
{
    /// <summary>How, without the address.</summary>
    PackedForm Form { get; }

    /// <summary>How many floats that takes.</summary>
    nint Elements { get; }

    /// <summary>Packs it, on all threads.</summary>
    void Pack<V>(Floats target) where V : struct, ISimd<V>;
}
