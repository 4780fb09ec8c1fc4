using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>What goes lane by lane. None of it is inlined: it would swell the loops whose tails call it.</summary>
internal static class Lanes
{
    /// <summary>Lanes p[0], p[stride], …; the missing ones are 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Gather<V>(Floats p, nint stride, nint lanes) where V : struct, ISimd<V>
    {
        V result = default;
        ref var lane = ref Unsafe.As<V, float>(ref result);
        for (nint i = 0; i < lanes; i++) Unsafe.Add(ref lane, i) = p[i * stride];
        return result;
    }

    /// <summary>As for floats, converted to float.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Gather<V>(Ints p, nint stride, nint lanes) where V : struct, ISimd<V>
    {
        V result = default;
        ref var lane = ref Unsafe.As<V, float>(ref result);
        for (nint i = 0; i < lanes; i++) Unsafe.Add(ref lane, i) = p[i * stride];
        return result;
    }

    /// <summary>Lane i is p[rows[i · rowStep] · stride + i · step]; the missing ones are 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Gather<V>(Floats p, nint step, Ints rows, nint rowStep, nint stride, nint lanes)
        where V : struct, ISimd<V>
    {
        V result = default;
        ref var lane = ref Unsafe.As<V, float>(ref result);
        for (nint i = 0; i < lanes; i++) Unsafe.Add(ref lane, i) = p[(rows[i * rowStep] * stride) + (i * step)];
        return result;
    }

    /// <summary>Writes the first lanes to p[0], p[stride], …</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Scatter<V>(V value, Floats p, nint stride, nint lanes) where V : struct, ISimd<V>
    {
        ref var lane = ref Unsafe.As<V, float>(ref value);
        for (nint i = 0; i < lanes; i++) p[i * stride] = Unsafe.Add(ref lane, i);
    }

    /// <summary>
    /// Applies a scalar function to every lane: where vectors cannot do it exactly, or seldom need to.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe V Map<V>(V x, delegate*<double, double> function) where V : struct, ISimd<V>
    {
        ref var lane = ref Unsafe.As<V, float>(ref x);
        for (nint i = 0; i < V.Count; i++) Unsafe.Add(ref lane, i) = (float)function(Unsafe.Add(ref lane, i));
        return x;
    }

    /// <summary>Applies a scalar function of two arguments to every lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe V Map<V>(V x, V y, delegate*<double, double, double> function) where V : struct, ISimd<V>
    {
        ref var left = ref Unsafe.As<V, float>(ref x);
        ref var right = ref Unsafe.As<V, float>(ref y);
        for (nint i = 0; i < V.Count; i++)
            Unsafe.Add(ref left, i) = (float)function(Unsafe.Add(ref left, i), Unsafe.Add(ref right, i));
        return x;
    }
}
