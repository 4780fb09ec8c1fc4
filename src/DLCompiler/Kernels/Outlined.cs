using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The transcendental functions of <see cref="ISimd{V}"/> as calls, for kernels with so many of them that the JIT would inline
/// only some, and of the others not even their additions.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Outlined
{
    private const MethodImplOptions Alone = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>eˣ.</summary>
    [MethodImpl(Alone)]
    public static V Exp<V>(V x) where V : struct, ISimd<V> => V.Exp(x);

    /// <summary>eˣ − 1.</summary>
    [MethodImpl(Alone)]
    public static V Expm1<V>(V x) where V : struct, ISimd<V> => V.Expm1(x);

    /// <summary>ln x.</summary>
    [MethodImpl(Alone)]
    public static V Log<V>(V x) where V : struct, ISimd<V> => V.Log(x);

    /// <summary>ln(1 + x).</summary>
    [MethodImpl(Alone)]
    public static V Log1p<V>(V x) where V : struct, ISimd<V> => V.Log1p(x);

    /// <summary>tanh x.</summary>
    [MethodImpl(Alone)]
    public static V Tanh<V>(V x) where V : struct, ISimd<V> => V.Tanh(x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(Alone)]
    public static V Sigmoid<V>(V x) where V : struct, ISimd<V> => V.Sigmoid(x);

    /// <summary>The error function.</summary>
    [MethodImpl(Alone)]
    public static V Erf<V>(V x) where V : struct, ISimd<V> => V.Erf(x);

    /// <summary>sin x.</summary>
    [MethodImpl(Alone)]
    public static V Sin<V>(V x) where V : struct, ISimd<V> => V.Sin(x);

    /// <summary>cos x.</summary>
    [MethodImpl(Alone)]
    public static V Cos<V>(V x) where V : struct, ISimd<V> => V.Cos(x);

    /// <summary>xʸ.</summary>
    [MethodImpl(Alone)]
    public static V Pow<V>(V x, V y) where V : struct, ISimd<V> => V.Pow(x, y);
}
