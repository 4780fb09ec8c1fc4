using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DLCompiler.Runtime;

/// <summary>How wide the vectors are that kernels run on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SimdWidth
{
    private static int Chosen = Widest;

    /// <summary>Bits of a vector, 512, 256 or 128: the widest the machine has, unless set lower.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number, or to more than the machine
    /// has.</exception>
    public static int Bits
    {
        get => Chosen;
        set
        {
            if (value is not (128 or 256 or 512) || value > Widest)
                throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"A vector has 128, 256 or 512 bits, and on this machine at most {Widest}.");
            Chosen = value;
        }
    }

    // The hardware's part is a constant to the JIT, which so compiles nothing for vectors that the machine does not
    // have.
    internal static bool Is512 => Vector512.IsHardwareAccelerated && Chosen >= 512;

    internal static bool Is256 => Vector256.IsHardwareAccelerated && Chosen >= 256;

    private static int Widest =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
