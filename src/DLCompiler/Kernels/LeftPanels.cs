namespace DLCompiler.Runtime;

/// <summary>
/// The panels of A: where the operand is, or packed where its rows would push each other out of the cache. The last one
/// is packed also where it is not whole thirds of a panel, by which the microkernel reads rows.
/// </summary>
internal readonly struct LeftPanels(in Panels panels)
{
    private readonly Panels _panels = panels;
    private readonly nint _packed = FirstPacked(panels);

    /// <summary>How many panels.</summary>
    public nint Count => _panels.Count;

    /// <summary>Packs what has to be.</summary>
    public void Pack<V>() where V : struct, ISimd<V>
    {
        if (_packed == 0) Workers.Run<Panels, V>(_panels, Count, _panels.Size);
        else if (_packed < Count) _panels.Run<V>(_packed, Count);
    }

    /// <summary>The rows of a panel from one k on.</summary>
    public RowsOfA At(nint panel, nint k) => panel < _packed
        ? new RowsOfA(_panels.Source(panel, k), _panels.Across, _panels.Along)
        : new RowsOfA(_panels[panel] + k * _panels.Width, 1, _panels.Width);

    private static nint FirstPacked(in Panels panels)
    {
        if (CacheSizes.Current.Collide(panels.Width, panels.Across)) return 0;
        return panels.Extent % (panels.Width / 3) == 0 ? panels.Count : panels.Count - 1;
    }
}
