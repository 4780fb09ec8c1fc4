using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>
/// The data caches of a processor, in floats, and the block sizes that follow from them: the only place that knows. None of them
/// shows in a result; what decides the order of a sum is a constant of its kernel.
/// </summary>
/// <remarks>
/// Intel, "Software Developer's Manual", volume 2, CPUID leaf 4; AMD's leaf 8000001D has the same fields. Elsewhere, Linux lists
/// the caches as files.
/// </remarks>
/// <param name="First">Of the first level.</param>
/// <param name="Ways">How many lines of the first level share a place.</param>
/// <param name="Second">Of the second level.</param>
internal readonly record struct CacheSizes(nint First, nint Ways, nint Second)
{
    // What is taken where nothing is known.
    private static readonly CacheSizes Usual = new(OfBytes(32 << 10), 8, OfBytes(512 << 10));

    // A cache that several cores share counts as one core's, but not for more than this.
    private const nint MostOfSecond = 1 << 20;

    /// <summary>Those of this machine.</summary>
    public static CacheSizes Current { get; set; } = Find();

    /// <summary>The part of an operand that stays while panels of the other one pass.</summary>
    public nint Operand => Second / 2;

    /// <summary>What a thread makes and then multiplies; there is room for the products and for panels of the other operand.</summary>
    public nint Block => Second / 4;

    /// <summary>What all threads make before they read it.</summary>
    public nint Chunk => 2 * Second;

    /// <summary>Whether the first level cannot hold so many lines at this distance: they share a place.</summary>
    public bool Collide(nint lines, nint distance) => lines > Ways && distance % (First / Ways) == 0;

    private static nint OfBytes(nint bytes) => bytes / sizeof(float);

    private static CacheSizes Find()
    {
        var sizes = Usual;
        foreach (var (level, bytes, ways) in X86Base.IsSupported ? OfProcessor() : OfSystem())
        {
            if (level == 1) sizes = sizes with { First = OfBytes(bytes), Ways = ways };
            if (level == 2) sizes = sizes with { Second = nint.Min(OfBytes(bytes), MostOfSecond) };
        }

        return sizes;
    }

    /// <summary>The levels that hold data.</summary>
    private static List<(int Level, nint Bytes, nint Ways)> OfProcessor()
    {
        const int Amd = 0x444D_4163 /* "cAMD" */, LeafOfAmd = unchecked((int)0x8000_001D), Leaf = 4, Instructions = 2;
        var found = new List<(int, nint, nint)>();
        var (lastLeaf, _, name, _) = X86Base.CpuId(0, 0);
        var isAmd = name == Amd && X86Base.CpuId(int.MinValue, 0).Eax >= LeafOfAmd;
        if (!isAmd && lastLeaf < Leaf) return found;
        for (var cache = 0; ; cache++)
        {
            var (eax, ebx, ecx, _) = X86Base.CpuId(isAmd ? LeafOfAmd : Leaf, cache);
            var kind = eax & 0x1F;
            if (kind == 0) return found;
            nint ways = (ebx >>> 22) + 1, partitions = ((ebx >>> 12) & 0x3FF) + 1, line = (ebx & 0xFFF) + 1;
            if (kind != Instructions) found.Add(((eax >>> 5) & 7, ways * partitions * line * ((nint)(uint)ecx + 1), ways));
        }
    }

    private static List<(int Level, nint Bytes, nint Ways)> OfSystem()
    {
        var found = new List<(int, nint, nint)>();
        for (var cache = 0; ; cache++)
        {
            var folder = string.Create(CultureInfo.InvariantCulture, $"/sys/devices/system/cpu/cpu0/cache/index{cache}");
            if (!Directory.Exists(folder)) return found;
            try
            {
                if (Read("type") != "Instruction"
                    && int.TryParse(Read("level"), CultureInfo.InvariantCulture, out var level)
                    && nint.TryParse(Read("size").TrimEnd('K'), CultureInfo.InvariantCulture, out var size)
                    && nint.TryParse(Read("ways_of_associativity"), CultureInfo.InvariantCulture, out var ways) && ways > 0)
                {
                    found.Add((level, size << 10, ways));
                }
            }
            catch (IOException)
            {
                // A system that does not tell.
            }

            string Read(string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();
        }
    }
}
