using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Makes a matrix nearly orthogonal, all singular values near 1, by the quintic Newton-Schulz iteration X ← aX + (bA +
/// cA²)X, A = XXᵀ, from X / ‖X‖ (Jordan et al. 2024).
/// </summary>
internal sealed class NewtonSchulz
{
    private const int Iterations = 5;
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;
    private const float NormFloor = 1e-7f;
    private const nint Cost = 4;

    private Arena _next = Arena.Zeros(0);
    private Arena _gram = Arena.Zeros(0);
    private Arena _polynomial = Arena.Zeros(0);
    private GradientNorm _norm = new(0);

    /// <summary>Replaces a row-major matrix [rows, columns], whose memory ends in zeros up to a multiple of 16.</summary>
    public void Run(Floats x, nint rows, nint columns)
    {
        nint count = rows * columns, padded = Arena.AlignUp(count), side = Math.Min(rows, columns), inner = Math.Max(rows, columns);
        Reserve(padded, Arena.AlignUp(side * side));
        Combine(x, x, default, 1 / (_norm.Compute(x, padded) + NormFloor), 0, count);

        // A wide matrix by its rows, a tall one as its transpose.
        (nint row, nint column) = rows <= columns ? (columns, (nint)1) : (1, columns);
        for (int i = 0; i < Iterations; i++)
        {
            GemmOperand wide = new(x, row, column), gram = new(_gram.Start, side, 1);
            GemmOperand polynomial = new(_polynomial.Start, side, 1);
            Gemm.Run(new GemmShape(side, side, inner), wide, new GemmOperand(x, column, row), gram);
            Gemm.Run(new GemmShape(side, side, side), gram, gram, polynomial);
            Combine(_polynomial.Start, _gram.Start, _polynomial.Start, B, C, side * side);
            var shape = new GemmShape(rows, columns, side);
            GemmOperand next = new(_next.Start, columns, 1), plain = new(x, columns, 1);
            if (rows <= columns) Gemm.Run(shape, polynomial, plain, next);
            else Gemm.Run(shape, plain, polynomial, next);
            Combine(x, x, _next.Start, A, 1, count);
        }

        GC.KeepAlive(this); // The passes have worked on bare pointers into this object's arrays.
    }

    private void Reserve(nint count, nint square)
    {
        if (_next.Count < count) (_next, _norm) = (Arena.Zeros(count), new GradientNorm(count));
        if (_gram.Count < square) (_gram, _polynomial) = (Arena.Zeros(square), Arena.Zeros(square));
    }

    /// <summary>target = a·x + b·y; without a y, a·x.</summary>
    private static void Combine(Floats target, Floats x, Floats y, float a, float b, nint count)
    {
        var pass = new Combination(target, x, y, a, b);
        Workers.Run(in pass, count, Cost, Arena.Alignment);
    }

    private readonly struct Combination(Floats target, Floats x, Floats y, float a, float b) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, end - i);
                var sum = V.Create(a) * V.Load(x, i, lanes);
                if (b != 0) sum += V.Create(b) * V.Load(y, i, lanes);
                V.Store(sum, target, i, lanes);
            }
        }
    }
}
