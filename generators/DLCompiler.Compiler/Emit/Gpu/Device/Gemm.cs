namespace DLCompiler.Gpu;

using System.Runtime.CompilerServices;
using ILGPU;

/// <summary>The sizes of a matrix product [M, K] · [K, N] → [M, N], with two batch axes.</summary>
internal readonly record struct GemmShape(nint M, nint N, nint K, nint OuterBatch = 1, nint InnerBatch = 1);

/// <summary>A matrix, or a batch of them, in memory; strides are in elements.</summary>
internal readonly record struct GemmOperand(Floats Data, nint Row, nint Column, nint Outer = 0, nint Inner = 0);

/// <summary>Matrix products of operands with any strides.</summary>
internal static class Gemm
{
    /// <summary>Computes the products and stores them in <paramref name="c"/>.</summary>
    public static void Run(Device device, GemmShape shape, GemmOperand a, GemmOperand b, GemmOperand c) =>
        Run(device, shape, a, b, c, new StoreEpilogue(c));

    /// <summary>Computes the products and gives each element to the epilogue, which stores it.</summary>
    public static void Run<E>(Device device, GemmShape shape, GemmOperand a, GemmOperand b, GemmOperand c, E epilogue)
        where E : struct, IEpilogue
    {
        var sizes = new ProductSizes
        {
            Rows = checked((int)shape.M),
            Columns = checked((int)shape.N),
            Depth = checked((int)shape.K),
            Outer = checked((int)shape.OuterBatch),
            Inner = checked((int)shape.InnerBatch),
        };
        var left = new MatrixSource(a.Data, a.Row, a.Column, a.Outer, a.Inner, shape.M, shape.K);
        var right = new MatrixSource(b.Data, b.Column, b.Row, b.Outer, b.Inner, shape.N, shape.K);
        switch (left.IsAligned, right.IsAligned)
        {
            case (true, true): Product.Run(device, sizes, new AlignedSource(left), new AlignedSource(right), epilogue); break;
            case (true, false): Product.Run(device, sizes, new AlignedSource(left), right, epilogue); break;
            case (false, true): Product.Run(device, sizes, left, new AlignedSource(right), epilogue); break;
            default: Product.Run(device, sizes, left, right, epilogue); break;
        }
    }
}

/// <summary>Stores elements as they are.</summary>
internal struct StoreEpilogue(GemmOperand target) : IEpilogue
{
    public Floats Data = target.Data;
    public int Row = (int)target.Row;
    public int Column = (int)target.Column;
    public int Outer = (int)target.Outer;
    public int Inner = (int)target.Inner;

    public void Apply(float value, int outer, int inner, int row, int column) =>
        Data[outer * Outer + inner * Inner + row * Row + column * Column] = value;
}

/// <summary>A matrix with any strides, element by element.</summary>
internal struct MatrixSource(
    Floats data, nint line, nint depth, nint outer, nint inner, nint lines, nint depths) : ISource
{
    public Floats Data = data;
    public int Line = checked((int)line);
    public int Depth = checked((int)depth);
    public int Outer = checked((int)outer);
    public int Inner = checked((int)inner);
    public int Lines = checked((int)lines);
    public int Depths = checked((int)depths);

    public readonly int AlongDepth => Depth == 1 || (Line != 1 && Depth < Line) ? 1 : 0;

    /// <summary>Whether all quads are whole, and begin where a load of four floats may.</summary>
    public readonly bool IsAligned
    {
        get
        {
            bool along = AlongDepth == 1;
            int contiguous = along ? Depth : Line, other = along ? Line : Depth, extent = along ? Depths : Lines;
            return contiguous == 1 && extent % 4 == 0 && Data.Offset % 4 == 0 && other % 4 == 0 && Outer % 4 == 0 && Inner % 4 == 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(int outer, int inner, int line, int depth) =>
        line < Lines && depth < Depths ? Data[outer * Outer + inner * Inner + line * Line + depth * Depth] : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => FourElements.Load(this, outer, inner, line, depth, end);
}

/// <summary>A matrix whose neighbours are loaded four at a time.</summary>
internal struct AlignedSource(MatrixSource matrix) : ISource
{
    public MatrixSource Matrix = matrix;

    public readonly int AlongDepth => Matrix.AlongDepth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(int outer, int inner, int line, int depth) => Matrix.At(outer, inner, line, depth);

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        if (line >= Matrix.Lines || depth >= end || depth >= Matrix.Depths) return new Vec4(0f, 0f, 0f, 0f);
        long index = Matrix.Data.Offset + outer * Matrix.Outer + inner * Matrix.Inner + line * Matrix.Line + depth * Matrix.Depth;
        return Matrix.Data.View.Cast<Vec4>()[index / 4];
    }
}
