using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The right operand of products of one shape that follow each other, packed once where a product would pack it. It
/// lasts until it is disposed, in the reverse order of packing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PackedOperand : IDisposable
{
    [ThreadStatic]
    private static ScratchSlots? OfThread;

    [ThreadStatic]
    private static int Used;

    private PackedOperand(in GemmOperand operand, Floats panels) => (Operand, Panels) = (operand, panels);

    /// <summary>The operand as it was.</summary>
    internal GemmOperand Operand { get; }

    /// <summary>Its panels; null where it is read as it is.</summary>
    internal Floats Panels { get; }

    /// <summary>An operand with memory of the calling thread for its panels.</summary>
    internal static PackedOperand Take(in GemmOperand operand, nint elements) =>
        new(operand, (OfThread ??= new ScratchSlots()).Get(Used++, elements));

    /// <summary>An operand that is not packed.</summary>
    internal static PackedOperand Plain(in GemmOperand operand) => new(operand, default);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Panels.IsNull) Used--;
    }
}
