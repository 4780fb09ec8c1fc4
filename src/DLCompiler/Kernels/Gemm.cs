using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Matrix products C = A · B, batched, of operands with any strides, with an epilogue that is inlined.
/// </summary>
/// <remarks>
/// Every element is summed in an order that depends on the sizes and strides alone: so the result is the same to the
/// bit for any number of threads. Runs on several threads where that pays, and allocates nothing once a thread's
/// scratch memory has grown to its need.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Gemm
{
    // Up to so many rows, packing B costs more than it gains; fewer for dot products, which end in sums across lanes.
    private const nint FewRows = 16;
    private const nint FewRowsOfDots = 8;

    // Up to so many columns, a packed panel would be mostly zeros.
    private const nint FewColumns = 16;

    // Up to so many multiply-adds, packing costs more than it gains.
    private const nint FewMultiplyAdds = 32 * 32 * 32;

    // From so many multiply-adds on, a product of a batch is worth all threads; below, each thread takes whole
    // products.
    private const nint ManyMultiplyAdds = 4_000_000;

    /// <summary>Computes the products and stores them in <paramref name="c"/>.</summary>
    public static void Run(in GemmShape shape, in GemmOperand a, in GemmOperand b, in GemmOperand c) =>
        Run(shape, a, b, c, new StoreEpilogue(c));

    /// <summary>Computes the products and gives each finished vector to the epilogue.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="a">A, [M, K].</param>
    /// <param name="b">B, [K, N].</param>
    /// <param name="c">Where partial sums may be kept until they are finished, [M, N], with columns adjacent.</param>
    /// <param name="epilogue">What happens to finished elements: each comes once, also where K is 0.</param>
    public static void Run<E>(
        in GemmShape shape, in GemmOperand a, in GemmOperand b, in GemmOperand c, in E epilogue)
        where E : struct, IEpilogue
    {
        var batch = new Batch<E>(shape, a, b, c, epilogue);
        if (SimdWidth.Is512) batch.RunAll<Simd512>();
        else if (SimdWidth.Is256) batch.RunAll<Simd256>();
        else batch.RunAll<Simd128>();
    }

    /// <summary>
    /// Prepares the right operand of products of one shape that follow each other, as in the steps of a loop.
    /// </summary>
    /// <param name="shape">The sizes of each product; it has no batch.</param>
    /// <param name="b">B, [K, N], which stays as it is until the result is disposed.</param>
    public static PackedOperand Pack(in GemmShape shape, in GemmOperand b) =>
        SimdWidth.Is512 ? Pack<Simd512>(shape, b) : SimdWidth.Is256 ? Pack<Simd256>(shape, b) : Pack<Simd128>(shape, b);

    /// <summary>Computes a product and stores it in <paramref name="c"/>.</summary>
    public static void Run(in GemmShape shape, in GemmOperand a, in PackedOperand b, in GemmOperand c) =>
        Run(shape, a, b, c, new StoreEpilogue(c));

    /// <summary>Computes a product with an operand from <see cref="Pack(in GemmShape, in GemmOperand)"/>.</summary>
    /// <inheritdoc cref="Run{E}(in GemmShape, in GemmOperand, in GemmOperand, in GemmOperand, in E)"/>
    public static void Run<E>(
        in GemmShape shape, in GemmOperand a, in PackedOperand b, in GemmOperand c, in E epilogue)
        where E : struct, IEpilogue
    {
        var batch = new Batch<E>(shape, a, b.Operand, c, epilogue, b.Panels);
        if (SimdWidth.Is512) batch.RunAll<Simd512>();
        else if (SimdWidth.Is256) batch.RunAll<Simd256>();
        else batch.RunAll<Simd128>();
    }

    private static PackedOperand Pack<V>(in GemmShape shape, in GemmOperand b) where V : struct, ISimd<V>
    {
        var isPlain = shape.M == 0 || shape.N == 0 || shape.K == 0
            || TakesRows(shape.M, shape.N, shape.K, b.Column) || TakesDots(shape.M, shape.N, b.Row, columnOfA: 1);
        return isPlain ? PackedOperand.Plain(b) : PackedProduct.Pack<V>(shape, b);
    }

    private static void Run<E, V>(in Product<E> product) where E : struct, IEpilogue where V : struct, ISimd<V>
    {
        if (product.K == 0 || TakesRows(product.M, product.N, product.K, product.ColumnOfB))
            DirectProduct.RunRows<E, V>(product);
        else if (TakesDots(product.M, product.N, product.RowOfB, product.ColumnOfA))
            DirectProduct.RunDots<E, V>(product);
        else
            PackedProduct.Run<E, V>(product);
    }

    private static bool TakesRows(nint m, nint n, nint k, nint columnOfB) =>
        columnOfB == 1 && (m <= FewRows || (double)m * n * k <= FewMultiplyAdds);

    private static bool TakesDots(nint m, nint n, nint rowOfB, nint columnOfA) =>
        rowOfB == 1 && columnOfA == 1 && (m <= FewRowsOfDots || n <= FewColumns);

    /// <summary>All products of a call; the items are those of the batch.</summary>
    private readonly struct Batch<E>(
        in GemmShape shape, in GemmOperand a, in GemmOperand b, in GemmOperand c, in E epilogue, Floats panels = default)
        : IKernel
        where E : struct, IEpilogue
    {
        private readonly GemmShape _shape = shape;
        private readonly GemmOperand _a = a;
        private readonly GemmOperand _b = b;
        private readonly GemmOperand _c = c;
        private readonly E _epilogue = epilogue;

        public void RunAll<V>() where V : struct, ISimd<V>
        {
            if (_shape.M == 0 || _shape.N == 0) return;
            var count = _shape.OuterBatch * _shape.InnerBatch;
            var multiplyAdds = _shape.M * _shape.N * nint.Max(_shape.K, 1);
            if (multiplyAdds >= ManyMultiplyAdds) Run<V>(0, count);
            else if (count == 1) Run<V>(0, 1);
            else Workers.Run<Batch<E>, V>(this, count, multiplyAdds / 8);
        }

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (var item = start; item < end; item++)
            {
                var (outer, inner) = (item / _shape.InnerBatch, item % _shape.InnerBatch);
                Run<E, V>(new Product<E>(_shape, _a, _b, _c, _epilogue, outer, inner, panels));
            }
        }
    }
}
