namespace DLCompiler.Gpu;

using System;

/// <summary>The iteration of Muon's NewtonSchulz, on the device.</summary>
internal static class NewtonSchulz
{
    private const int Iterations = 5;
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    /// <summary>Makes x [rows, columns] orthogonal, about.</summary>
    /// <returns>Where the result is.</returns>
    public static Floats Run(Device device, Floats x, int rows, int columns)
    {
        int count = rows * columns, side = Math.Min(rows, columns), inner = Math.Max(rows, columns);
        var memory = device.Reserve(16 + count + 2L * side * side);
        Floats norm = memory, next = memory + 16, gram = next + count, polynomial = gram + (long)side * side;
        device.Rows(new Optimizers.Norm(x, norm, count), 1, count);
        device.Map(new Divide { X = x, Norm = norm }, count);

        // A wide matrix by its rows, a tall one as its transpose.
        (nint row, nint column) = rows <= columns ? (columns, (nint)1) : (1, columns);
        for (int i = 0; i < Iterations; i++)
        {
            GemmOperand wide = new(x, row, column), square = new(gram, side, 1), quartic = new(polynomial, side, 1);
            Gemm.Run(device, new GemmShape(side, side, inner), wide, new GemmOperand(x, column, row), square);
            Gemm.Run(device, new GemmShape(side, side, side), square, square, quartic);
            device.Map(new Optimizers.Combination(polynomial, gram, polynomial, B, C), side * side);
            GemmOperand target = new(next, columns, 1), plain = new(x, columns, 1);
            var shape = new GemmShape(rows, columns, side);
            if (rows <= columns) Gemm.Run(device, shape, quartic, plain, target);
            else Gemm.Run(device, shape, plain, quartic, target);
            device.Map(new Optimizers.Combination(x, x, next, A, 1f), count);
        }

        return x;
    }

    internal struct Divide : IMap
    {
        public Floats X;
        public Floats Norm;

        public void Run(int i) => X[i] /= Norm[0] + 1e-7f;
    }
}
