using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>A linear map of a few vectors along an axis of a tile, lane by lane.</summary>
internal interface IAxisMap
{
    /// <summary>How many vectors it takes.</summary>
    static abstract nint From { get; }

    /// <summary>How many it gives.</summary>
    static abstract nint To { get; }

    /// <summary>Maps vectors.</summary>
    /// <param name="from">The first one.</param>
    /// <param name="step">From one to the next.</param>
    /// <param name="to">Where the first result goes.</param>
    /// <param name="toStep">From a result to the next.</param>
    static abstract void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>;
}

/// <summary>The vectors of a tile.</summary>
/// <param name="At">The first one.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From one to the next in a row.</param>
internal readonly record struct TileVectors(Floats At, nint Row, nint Column)
{
    /// <summary>The most floats that a map needs to work, of 6 × 6 of the widest vectors.</summary>
    public const int Work = 6 * 6 * 16;

    /// <summary>Maps a tile t along both axes: M t Mᵀ.</summary>
    /// <param name="to">Where the results go.</param>
    /// <param name="work"><see cref="Work"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Map<M, V>(in TileVectors to, Floats work) where M : struct, IAxisMap where V : struct, ISimd<V>
    {
        for (nint row = 0; row < M.From; row++) M.Run<V>(At + row * Row, Column, work + row * M.To * V.Count, V.Count);
        for (nint column = 0; column < M.To; column++)
            M.Run<V>(work + column * V.Count, M.To * V.Count, to.At + column * to.Column, to.Row);
    }
}
