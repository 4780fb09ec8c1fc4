namespace DLCompiler.Gpu;

using System.Runtime.CompilerServices;
using ILGPU;

/// <summary>The sizes of a matrix product [M, K] · [K, N] → [M, N], with two batch axes.</summary>
internal readonly record struct GemmShape(nint M, nint N, nint K, nint OuterBatch = 1, nint InnerBatch = 1);

/// <summary>A matrix, or a batch of them, in memory; strides are in elements.</summary>
internal readonly record struct GemmOperand<P>(P Data, nint Row, nint Column, nint Outer = 0, nint Inner = 0)
    where P : struct, IElements<P>;

/// <summary>Matrix products of operands with any strides.</summary>
internal static partial class Gemm
{
    /// <summary>Computes the products and stores them in <paramref name="c"/>.</summary>
    public static void Run<A, B, C>(Device device, GemmShape shape, GemmOperand<A> a, GemmOperand<B> b, GemmOperand<C> c)
        where A : struct, IElements<A>
        where B : struct, IElements<B>
        where C : struct, IElements<C> => Run(device, shape, a, b, c, new StoreEpilogue<C>(c));

    /// <summary>Computes the products and gives each element to the epilogue, which stores it.</summary>
    public static void Run<A, B, C, E>(
        Device device, GemmShape shape, GemmOperand<A> a, GemmOperand<B> b, GemmOperand<C> c, E epilogue)
        where A : struct, IElements<A>
        where B : struct, IElements<B>
        where C : struct, IElements<C>
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
        var left = new MatrixSource<A>(a.Data, a.Row, a.Column, a.Outer, a.Inner, shape.M, shape.K);
        var right = new MatrixSource<B>(b.Data, b.Column, b.Row, b.Outer, b.Inner, shape.N, shape.K);
        switch (left.IsAligned, right.IsAligned)
        {
            case (true, true): Product.Run(device, sizes, new AlignedSource<A>(left), new AlignedSource<B>(right), epilogue); break;
            case (true, false): Product.Run(device, sizes, new AlignedSource<A>(left), right, epilogue); break;
            case (false, true): Product.Run(device, sizes, left, new AlignedSource<B>(right), epilogue); break;
            default: Product.Run(device, sizes, left, right, epilogue); break;
        }
    }
}

/// <summary>Stores elements as they are.</summary>
internal struct StoreEpilogue<P>(GemmOperand<P> target) : IEpilogue
    where P : struct, IElements<P>
{
    public P Data = target.Data;
    public int Row = (int)target.Row;
    public int Column = (int)target.Column;
    public int Outer = (int)target.Outer;
    public int Inner = (int)target.Inner;

    public void Apply(float value, int outer, int inner, int row, int column) =>
        Data[outer * Outer + inner * Inner + row * Row + column * Column] = value;
}

/// <summary>A matrix with any strides, element by element.</summary>
internal struct MatrixSource<P>(
    P data, nint line, nint depth, nint outer, nint inner, nint lines, nint depths) : ISource
    where P : struct, IElements<P>
{
    public P Data = data;
    public int Line = checked((int)line);
    public int Depth = checked((int)depth);
    public int Outer = checked((int)outer);
    public int Inner = checked((int)inner);
    public int Lines = checked((int)lines);
    public int Depths = checked((int)depths);

    public readonly int AlongDepth => Depth == 1 || (Line != 1 && Depth < Line) ? 1 : 0;

    /// <summary>Whether all quads are whole, and begin where a load of four may.</summary>
    public readonly bool IsAligned
    {
        get
        {
            bool along = AlongDepth == 1;
            int contiguous = along ? Depth : Line, other = along ? Line : Depth, extent = along ? Depths : Lines;
            return contiguous == 1 && extent % 4 == 0 && Data.Start % 4 == 0 && other % 4 == 0 && Outer % 4 == 0 && Inner % 4 == 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(int outer, int inner, int line, int depth) =>
        line < Lines && depth < Depths ? Data[outer * Outer + inner * Inner + line * Line + depth * Depth] : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => FourElements.Load(this, outer, inner, line, depth, end);
}

/// <summary>A matrix whose neighbours are loaded four at a time.</summary>
internal struct AlignedSource<P>(MatrixSource<P> matrix) : ISource
    where P : struct, IElements<P>
{
    public MatrixSource<P> Matrix = matrix;

    public readonly int AlongDepth => Matrix.AlongDepth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(int outer, int inner, int line, int depth) => Matrix.At(outer, inner, line, depth);

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        if (line >= Matrix.Lines || depth >= end || depth >= Matrix.Depths) return new Vec4(0f, 0f, 0f, 0f);
        long index = Matrix.Data.Start + outer * Matrix.Outer + inner * Matrix.Inner + line * Matrix.Line + depth * Matrix.Depth;
        return Matrix.Data.Four(index);
    }
}
