namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>
/// Writes the kernel of tiled products. ILGPU unrolls no loop, and arrays of a thread are memory: so a thread's square of sums is
/// written out as locals, with the products of its rows and columns.
/// </summary>
/// <remarks>
/// A group has S² threads and computes a tile of R·S rows and columns. A step brings R·S lines of both operands into shared memory,
/// 4·S/R elements deep: four floats a thread and operand, loaded to registers while the step before is computed, and stored to
/// the other of two buffers. Lines are padded by four floats, so that neither the stores along the depth nor the loads of four
/// conflict. A thread's rows are R/4 runs of four, 4·S apart, and so are its columns: neighbouring threads read neighbours.
/// </remarks>
internal static class TileWriter
{
    private static readonly string[] Parts = ["X", "Y", "Z", "W"];

    /// <summary>The class with a kernel for each square.</summary>
    public static string Text()
    {
        var code = new CodeWriter();
        code.Line("namespace DLCompiler.Gpu;");
        code.Line();
        code.Lines(["using ILGPU;", "using ILGPU.Runtime;", ""]);
        code.Summary("Products by tiles: see Product. The squares of sums in registers are unrolled.");
        using (code.Block("internal static class ProductTiles"))
        {
            code.Summary("Floats from a depth of a tile to the next.");
            code.Line("public static int Pitch(int side, int registers) => side * registers + 4;");
            foreach (int square in new[] { 4, 8 })
            {
                code.Line();
                Write(code, square);
            }

            code.Line();
            WriteFlush(code);
        }

        return code.ToString();
    }

    private static void Write(CodeWriter code, int square)
    {
        int runs = square / 4;
        code.Summary($"A thread has {square} × {square} sums.");
        code.Line($"public static void Run{square}<A, B, E>(ProductSizes sizes, A a, B b, E epilogue)");
        code.Line("    where A : struct, ISource");
        code.Line("    where B : struct, ISource");
        using var method = code.Block("    where E : struct, IEpilogue");
        code.Lines([
            "int side = sizes.Side, step = sizes.Step, thread = Group.IdxX, tx = thread % side, ty = thread / side;",
            $"int tile = {square} * side, pitch = Pitch(side, {square}), buffer = 2 * step * pitch;",
            "int block = Grid.IdxX;",
            "int firstColumn = block % sizes.ColumnTiles * tile;",
            "block /= sizes.ColumnTiles;",
            "int firstRow = block % sizes.RowTiles * tile;",
            "block /= sizes.RowTiles;",
            "int matrix = block % sizes.Batch, outer = matrix / sizes.Inner, inner = matrix % sizes.Inner;",
            "int first = block / sizes.Batch * sizes.Part, end = IntrinsicMath.Min(first + sizes.Part, sizes.Depth);",
            "var quads = SharedMemory.GetDynamic<Vec4>();",
            "var shared = quads.Cast<float>();",
            "",
            "// The four elements that the thread brings: along the depth or across lines, as they lie in memory.",
            "int lineA = a.AlongDepth == 1 ? thread / (step / 4) : thread % (tile / 4) * 4;",
            "int depthA = a.AlongDepth == 1 ? thread % (step / 4) * 4 : thread / (tile / 4);",
            "int lineB = b.AlongDepth == 1 ? thread / (step / 4) : thread % (tile / 4) * 4;",
            "int depthB = b.AlongDepth == 1 ? thread % (step / 4) * 4 : thread / (tile / 4);",
        ]);
        for (int i = 0; i < square; i++)
            code.Line($"float {string.Join(", ", Enumerable.Range(0, square).Select(j => $"c{i}{j} = 0f"))};");
        code.Lines([
            "",
            "var quadA = a.Load(outer, inner, firstRow + lineA, first + depthA, end);",
            "var quadB = b.Load(outer, inner, firstColumn + lineB, first + depthB, end);",
            "int at = 0;",
        ]);
        using (code.Block("for (int k = first; k < end; k += step)"))
        {
            code.Lines([
                "Store(shared, at + depthA * pitch + lineA, pitch, a.AlongDepth, quadA);",
                "Store(shared, at + (step + depthB) * pitch + lineB, pitch, b.AlongDepth, quadB);",
                "Group.Barrier();",
            ]);
            using (code.Block("if (k + step < end)"))
            {
                code.Line("quadA = a.Load(outer, inner, firstRow + lineA, k + step + depthA, end);");
                code.Line("quadB = b.Load(outer, inner, firstColumn + lineB, k + step + depthB, end);");
            }

            code.Line();
            using (code.Block("for (int d = 0; d < step; d++)"))
            {
                code.Line("int rows = (at + d * pitch) / 4 + ty, columns = (at + (step + d) * pitch) / 4 + tx;");
                for (int r = 0; r < runs; r++)
                    code.Line($"Vec4 a{r} = quads[rows{Far(r)}], b{r} = quads[columns{Far(r)}];");
                for (int i = 0; i < square; i++)
                {
                    for (int j = 0; j < square; j += 4)
                    {
                        code.Line(string.Join(" ", Enumerable.Range(j, 4).Select(c =>
                            $"c{i}{c} += a{i / 4}.{Parts[i % 4]} * b{c / 4}.{Parts[c % 4]};")));
                    }
                }
            }

            code.Line();
            code.Line("at = buffer - at;");
        }

        code.Line();
        code.Line("// Row by row of the squares through shared memory, so that neighbouring threads finish neighbours.");
        for (int i = 0; i < square; i++)
        {
            code.Line("Group.Barrier();");
            for (int r = 0; r < runs; r++)
            {
                string sums = string.Join(", ", Enumerable.Range(4 * r, 4).Select(j => $"c{i}{j}"));
                code.Line($"quads[ty * (tile / 4){Far(r)} + tx] = new Vec4({sums});");
            }

            code.Line("Group.Barrier();");
            string row = i < 4 ? $"firstRow + {i}" : $"firstRow + 4 * side + {i - 4}";
            code.Line($"Flush(sizes, shared, {row}, firstColumn, tile, outer, inner, epilogue);");
        }

        static string Far(int run) => run == 0 ? "" : " + side";
    }

    private static void WriteFlush(CodeWriter code)
    {
        code.Lines([
            "/// <summary>Every fourth row of a tile, from shared memory to the epilogue.</summary>",
            "private static void Flush<E>(",
            "    ProductSizes sizes, ArrayView<float> shared, int firstRow, int firstColumn, int tile, int outer, int inner, E epilogue)",
        ]);
        using (code.Block("    where E : struct, IEpilogue"))
        {
            using var loop = code.Block("for (int e = Group.IdxX; e < sizes.Side * tile; e += Group.DimX)");
            code.Lines([
                "int row = firstRow + e / tile * 4, column = firstColumn + e % tile;",
                "if (row < sizes.Rows && column < sizes.Columns) epilogue.Apply(shared[e], outer, inner, row, column);",
            ]);
        }

        code.Line();
        code.Summary("Four elements of an operand: to four depths of a line, or to four lines.");
        using (code.Block("private static void Store(ArrayView<float> shared, int at, int pitch, int alongDepth, Vec4 quad)"))
        {
            code.Lines([
                "int next = alongDepth == 1 ? pitch : 1;",
                "shared[at] = quad.X;",
                "shared[at + next] = quad.Y;",
                "shared[at + 2 * next] = quad.Z;",
                "shared[at + 3 * next] = quad.W;",
            ]);
        }
    }
}
