namespace DLCompiler.Runtime;

/// <summary>
/// By slot, the most memory that a part of one caller's jobs has asked for. Which thread runs a part is chance, and a part that
/// comes to another thread another time must not allocate: so all threads that may run it get as much.
/// </summary>
internal sealed class ScratchNeeds
{
    private readonly Lock _growing = new();
    private nint[] _elements = [];
    private bool _grown;

    /// <summary>A part asks for this many floats.</summary>
    public void Note(int slot, nint elements)
    {
        var known = Volatile.Read(ref _elements);
        if (slot < known.Length && elements <= known[slot]) return;
        lock (_growing)
        {
            var grown = _elements;
            if (slot >= grown.Length) Array.Resize(ref grown, slot + 1);
            grown[slot] = nint.Max(grown[slot], elements);
            Volatile.Write(ref _elements, grown);
            _grown = true;
        }
    }

    /// <summary>Whether a part has asked for more since the last call; no part may be running.</summary>
    public bool TakeGrowth()
    {
        var grown = _grown;
        _grown = false;
        return grown;
    }

    /// <summary>Gives a thread, which runs no part just now, as much as any part has asked for.</summary>
    public void Meet(ScratchSlots memory)
    {
        for (var slot = 0; slot < _elements.Length; slot++) memory.Get(slot, _elements[slot]);
    }
}
