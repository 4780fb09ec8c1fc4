using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>
/// A product of random matrices: rows or columns adjacent or neither, with gaps, operands repeated over the batch or
/// not.
/// </summary>
internal sealed class Case
{
    private readonly GemmShape _shape;
    private readonly Memory _a;
    private readonly Memory _b;
    private readonly Memory _c;
    private readonly GemmOperand _operandA;
    private readonly GemmOperand _operandB;
    private readonly GemmOperand _operandC;

    /// <param name="random">Values, and what the layout leaves open.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="layout">Bit 0: A transposed; bit 1: B transposed; −1: anything.</param>
    public Case(Random random, GemmShape shape, int layout = -1)
    {
        _shape = shape;
        var gap = layout < 0 ? random.Next(3) : 0;
        (_a, _operandA) = Operand(shape.M, shape.K, layout < 0 ? random.Next(3) : layout & 1);
        (_b, _operandB) = Operand(shape.K, shape.N, layout < 0 ? random.Next(3) : layout >> 1);
        var row = shape.N + gap;
        var (inner, outer) = (shape.M * row, shape.InnerBatch * shape.M * row);
        _c = new Memory(shape.OuterBatch * outer, _ => float.NaN);
        _operandC = new GemmOperand(_c.Floats, row, 1, outer, inner);

        // Kinds: 0 rows adjacent in memory, 1 transposed, 2 with a stride along both axes.
        (Memory, GemmOperand) Operand(nint rows, nint columns, int kind)
        {
            var step = kind == 2 ? 2 : 1;
            var line = (kind == 1 ? rows : columns) * step + gap;
            var matrix = line * (kind == 1 ? columns : rows);
            var innerStride = layout < 0 && random.Next(3) == 0 ? 0 : matrix;
            var outerStride = layout < 0 && random.Next(3) == 0 ? 0 : innerStride * shape.InnerBatch + 1;
            var last = (shape.InnerBatch - 1) * innerStride + (shape.OuterBatch - 1) * outerStride;
            var memory = Memory.Random(random, last + matrix);
            return (memory, kind == 1
                ? new GemmOperand(memory.Floats, 1, line, outerStride, innerStride)
                : new GemmOperand(memory.Floats, line, step, outerStride, innerStride));
        }
    }

    public float[] Run()
    {
        Gemm.Run(_shape, _operandA, _operandB, _operandC);
        _c.AssertNeighboursUntouched();
        return _c.Values.ToArray();
    }

    /// <summary>The same with B packed before, for two products.</summary>
    public float[] RunPacked()
    {
        using var packed = Gemm.Pack(_shape, _operandB);
        for (var i = 0; i < 2; i++) Gemm.Run(_shape, _operandA, packed, _operandC);
        _c.AssertNeighboursUntouched();
        return _c.Values.ToArray();
    }

    public void AssertAgrees()
    {
        Run();
        for (nint outer = 0; outer < _shape.OuterBatch; outer++)
        {
            for (nint inner = 0; inner < _shape.InnerBatch; inner++) AssertAgrees(outer, inner);
        }

        _a.AssertNeighboursUntouched();
        _b.AssertNeighboursUntouched();
    }

    private void AssertAgrees(nint outer, nint inner)
    {
        var (a, b, c) = (At(_operandA), At(_operandB), At(_operandC));
        var tolerance = 1e-6 * (3 + Math.Sqrt(_shape.K));
        for (nint i = 0; i < _shape.M; i++)
        {
            for (nint j = 0; j < _shape.N; j++)
            {
                double expected = 0;
                for (nint k = 0; k < _shape.K; k++) expected += (double)ElementOfA(i, k) * ElementOfB(k, j);
                var actual = c[i * _operandC.Row + j];
                if (!(Math.Abs(expected - actual) <= tolerance))
                    Assert.Fail($"{_shape}, A {_operandA}, B {_operandB}: ({i}, {j}) is {actual}, not {expected}");
            }
        }

        float ElementOfA(nint i, nint k) => a[i * _operandA.Row + k * _operandA.Column];
        float ElementOfB(nint k, nint j) => b[k * _operandB.Row + j * _operandB.Column];
        Floats At(GemmOperand operand) => operand.Data + (outer * operand.Outer + inner * operand.Inner);
    }
}
