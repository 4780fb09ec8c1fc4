namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>An operand of a product: lines that are multiplied with those of the other operand along the depth.</summary>
internal interface ISource
{
    /// <summary>1 where neighbours along the depth are neighbours in memory; 0 where those across lines are.</summary>
    int AlongDepth { get; }

    /// <summary>An element; 0 outside.</summary>
    float At(int outer, int inner, int line, int depth);

    /// <summary>Four neighbours in memory: along the depth up to <paramref name="end"/>, or across lines; 0 outside.</summary>
    Vec4 Load(int outer, int inner, int line, int depth, int end);
}

/// <summary>Four elements of a source that has them one by one.</summary>
internal static class FourElements
{
    public static Vec4 Load<S>(S source, int outer, int inner, int line, int depth, int end)
        where S : struct, ISource
    {
        int along = source.AlongDepth, across = 1 - along;
        return new Vec4(
            depth < end ? source.At(outer, inner, line, depth) : 0f,
            depth + along < end ? source.At(outer, inner, line + across, depth + along) : 0f,
            depth + 2 * along < end ? source.At(outer, inner, line + 2 * across, depth + 2 * along) : 0f,
            depth + 3 * along < end ? source.At(outer, inner, line + 3 * across, depth + 3 * along) : 0f);
    }
}

/// <summary>The sizes of a product, and how it is cut into tiles.</summary>
internal struct ProductSizes
{
    public int Rows;
    public int Columns;
    public int Depth;

    /// <summary>The inner batch axis; the outer one follows from the grid.</summary>
    public int Inner;
    public int Outer;

    /// <summary>A group has Side² threads; each has a square of elements in registers.</summary>
    public int Side;

    /// <summary>The depth of a tile.</summary>
    public int Step;
    public int RowTiles;
    public int ColumnTiles;

    /// <summary>Parts of the depth that are summed apart, and the depth of one.</summary>
    public int Splits;
    public int Part;

    public readonly int Batch => Outer * Inner;
}

/// <summary>
/// Products by tiles in shared memory and registers (<see cref="ProductTiles"/>), or, where there are too few rows, columns or
/// elements to fill tiles, by a thread, warp or group for each element.
/// </summary>
/// <remarks>
/// The tile is the largest of 128, 64, 32 and 16 that the group size allows, that rows and columns fill to more than a half, and of which there are
/// as many as the device has multiprocessors; where the smallest are too few, the depth is split in parts whose sums are added
/// in order by a second kernel.
/// </remarks>
internal static class Product
{
    private const int FewLines = 4;
    private const int LeastPart = 256;

    public static void Run<A, B, E>(Device device, ProductSizes sizes, A a, B b, E epilogue)
        where A : struct, ISource
        where B : struct, ISource
        where E : struct, IEpilogue
    {
        long elements = (long)sizes.Batch * sizes.Rows * sizes.Columns;
        if (elements == 0) return;
        if (Math.Min(sizes.Rows, sizes.Columns) <= FewLines || (long)sizes.Rows * sizes.Columns < 2 * device.Accelerator.WarpSize)
        {
            var dots = new Dots<A, B, E>(sizes, a, b, epilogue);
            if (sizes.Columns > 1 && b.AlongDepth == 0) device.Columns(dots, elements, sizes.Depth);
            else device.Rows(dots, elements, sizes.Depth);
            return;
        }

        int registers = ChooseTile(device, ref sizes);
        if (sizes.Splits == 1)
        {
            Launch(device, registers, sizes, a, b, epilogue);
            return;
        }

        var partials = device.Workspace(elements * sizes.Splits);
        Launch(device, registers, sizes, a, b, new Partials(sizes, partials));
        device.Map(new SumOfParts<E>(sizes, partials, epilogue), elements);
    }

    /// <summary>Chooses side, step and splits.</summary>
    /// <returns>The side of a thread's square: 8 or 4.</returns>
    private static int ChooseTile(Device device, ref ProductSizes sizes)
    {
        int enough = Math.Max(1, device.Accelerator.NumMultiprocessors), registers = 4;
        ReadOnlySpan<(int Side, int Registers)> choices = [(16, 8), (16, 4), (8, 8), (8, 4), (4, 4)];
        foreach (var (side, square) in choices)
        {
            bool isLast = side == 4;
            if (side * side > device.GroupSize && !isLast) continue;
            int tile = side * square;
            if (device.Options.Tile is { } wanted && wanted != tile && !isLast) continue;
            (sizes.Side, sizes.Step, registers) = (side, 4 * side / square, square);
            (sizes.RowTiles, sizes.ColumnTiles) = (Device.Ceiling(sizes.Rows, tile), Device.Ceiling(sizes.Columns, tile));
            long tiles = (long)sizes.RowTiles * sizes.ColumnTiles * sizes.Batch;
            bool isFull = 2 * sizes.Rows > tile && 2 * sizes.Columns > tile;
            if (device.Options.Tile is not null || (isFull && (tiles >= enough || sizes.Depth >= 4 * LeastPart))) break;
        }

        long count = (long)sizes.RowTiles * sizes.ColumnTiles * sizes.Batch;
        long most = Math.Max(1, device.WorkspaceLength / ((long)sizes.Batch * sizes.Rows * sizes.Columns));
        long splits = Math.Min(Math.Min((2L * enough + count - 1) / count, sizes.Depth / LeastPart), most);
        sizes.Splits = (int)Math.Clamp(splits, 1, 1024);
        sizes.Part = Device.Ceiling(Device.Ceiling(sizes.Depth, sizes.Splits), sizes.Step) * sizes.Step;
        sizes.Splits = Math.Max(1, Device.Ceiling(sizes.Depth, Math.Max(1, sizes.Part)));
        return registers;
    }

    private static void Launch<A, B, E>(Device device, int registers, ProductSizes sizes, A a, B b, E epilogue)
        where A : struct, ISource
        where B : struct, ISource
        where E : struct, IEpilogue
    {
        int pitch = ProductTiles.Pitch(sizes.Side, registers);
        int threads = sizes.Side * sizes.Side;
        int shared = Math.Max(4 * sizes.Step * pitch, sizes.Side * sizes.Side * registers) / 4;
        if (threads > device.GroupSize)
            throw new GpuException($"A group of {device.GroupSize} threads is too small for a product: it takes {threads}.");
        if (shared * 16L > device.Accelerator.MaxSharedMemoryPerGroup)
            throw new GpuException($"{device.Accelerator.Name} has too little shared memory for a product: {Device.Text(shared * 16L)}.");
        var config = new KernelConfig(
            checked(sizes.RowTiles * sizes.ColumnTiles * sizes.Batch * sizes.Splits), threads,
            SharedMemoryConfig.RequestDynamic<Vec4>(shared));
        var kernel = registers == 8
            ? device.Load<Action<AcceleratorStream, KernelConfig, ProductSizes, A, B, E>>(
                nameof(ProductTiles.Run8), static d => d.LoadKernel<ProductSizes, A, B, E>(ProductTiles.Run8))
            : device.Load<Action<AcceleratorStream, KernelConfig, ProductSizes, A, B, E>>(
                nameof(ProductTiles.Run4), static d => d.LoadKernel<ProductSizes, A, B, E>(ProductTiles.Run4));
        kernel(device.Stream, config, sizes, a, b, epilogue);
    }

    /// <summary>The sum of a part of the depth, to be added to the others.</summary>
    internal struct Partials(ProductSizes sizes, Floats memory) : IEpilogue
    {
        public ProductSizes Sizes = sizes;
        public Floats Memory = memory;

        public void Apply(float value, int outer, int inner, int row, int column)
        {
            int split = Grid.IdxX / (Sizes.RowTiles * Sizes.ColumnTiles) / Sizes.Batch;
            Memory[((split * Sizes.Batch + outer * Sizes.Inner + inner) * Sizes.Rows + row) * Sizes.Columns + column] = value;
        }
    }

    /// <summary>Adds the parts in order.</summary>
    internal struct SumOfParts<E>(ProductSizes sizes, Floats memory, E epilogue) : IMap
        where E : struct, IEpilogue
    {
        public ProductSizes Sizes = sizes;
        public Floats Memory = memory;
        public E Epilogue = epilogue;

        public void Run(int item)
        {
            int count = Sizes.Batch * Sizes.Rows * Sizes.Columns;
            float sum = 0f;
            for (int split = 0; split < Sizes.Splits; split++) sum += Memory[split * count + item];
            int matrix = item / Sizes.Columns / Sizes.Rows;
            Epilogue.Apply(
                sum, matrix / Sizes.Inner, matrix % Sizes.Inner, item / Sizes.Columns % Sizes.Rows, item % Sizes.Columns);
        }
    }

    /// <summary>An element by a team of threads.</summary>
    internal struct Dots<A, B, E>(ProductSizes sizes, A a, B b, E epilogue) : IRows
        where A : struct, ISource
        where B : struct, ISource
        where E : struct, IEpilogue
    {
        public ProductSizes Sizes = sizes;
        public A Left = a;
        public B Right = b;
        public E Epilogue = epilogue;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            int column = item % Sizes.Columns;
            int row = item / Sizes.Columns % Sizes.Rows;
            int matrix = item / Sizes.Columns / Sizes.Rows;
            int outer = matrix / Sizes.Inner, inner = matrix % Sizes.Inner;
            float sum = 0f;
            for (int k = team.First; k < Sizes.Depth; k += team.Step)
                sum += Left.At(outer, inner, row, k) * Right.At(outer, inner, column, k);
            sum = team.Sum(sum);
            if (team.IsFirst) Epilogue.Apply(sum, outer, inner, row, column);
        }
    }
}
