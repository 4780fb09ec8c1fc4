namespace DLCompiler.Gpu;

using ILGPU;

/// <summary>A kernel whose items have nothing to do with each other: a thread each.</summary>
internal interface IMap
{
    void Run(int item);
}

/// <summary>A kernel whose items each reduce over something: a team of threads each.</summary>
internal interface IRows
{
    void Run<T>(int item, T team) where T : struct, ITeam;
}

/// <summary>What happens to a finished element of a product.</summary>
internal interface IEpilogue
{
    void Apply(float value, int outer, int inner, int row, int column);
}

/// <summary>
/// The threads that work on one item. Each takes the elements <see cref="First"/>, First + <see cref="Step"/>, …; a
/// reduction gives all of them the same bits, in an order that depends on the team's size alone.
/// </summary>
internal interface ITeam
{
    int First { get; }

    int Step { get; }

    /// <summary>Whether the thread is the one that writes what the item has once.</summary>
    bool IsFirst { get; }

    float Sum(float value);

    float Max(float value);

    float Min(float value);

    int Max(int value);
}

/// <summary>How two values are combined.</summary>
internal interface ICombine<T> where T : unmanaged
{
    T Combine(T a, T b);
}

internal readonly struct SumOf : ICombine<float>
{
    public float Combine(float a, float b) => a + b;
}

internal readonly struct MaxOf : ICombine<float>
{
    public float Combine(float a, float b) => DeviceMath.Maximum(a, b);
}

internal readonly struct MinOf : ICombine<float>
{
    public float Combine(float a, float b) => DeviceMath.Minimum(a, b);
}

internal readonly struct MaxOfInts : ICombine<int>
{
    public int Combine(int a, int b) => IntrinsicMath.Max(a, b);
}

/// <summary>One thread.</summary>
internal readonly struct Solo : ITeam
{
    public int First => 0;

    public int Step => 1;

    public bool IsFirst => true;

    public float Sum(float value) => value;

    public float Max(float value) => value;

    public float Min(float value) => value;

    public int Max(int value) => value;
}

/// <summary>The threads of a warp, which exchange values in registers.</summary>
internal readonly struct WarpTeam : ITeam
{
    public int First => Warp.LaneIdx;

    public int Step => Warp.WarpSize;

    public bool IsFirst => Warp.LaneIdx == 0;

    public float Sum(float value) => Reduce<float, SumOf>(value, default);

    public float Max(float value) => Reduce<float, MaxOf>(value, default);

    public float Min(float value) => Reduce<float, MinOf>(value, default);

    public int Max(int value) => Reduce<int, MaxOfInts>(value, default);

    /// <summary>A butterfly: after each exchange, twice as many lanes have the same value.</summary>
    public static T Reduce<T, C>(T value, C combine) where T : unmanaged where C : struct, ICombine<T>
    {
        for (int distance = Warp.WarpSize / 2; distance > 0; distance /= 2)
            value = combine.Combine(value, Warp.ShuffleXor(value, distance));
        return value;
    }
}

/// <summary>The threads of a group: each warp by itself, then the warps' values in shared memory.</summary>
internal readonly struct GroupTeam : ITeam
{
    public int First => Group.IdxX;

    public int Step => Group.DimX;

    public bool IsFirst => Group.IdxX == 0;

    public float Sum(float value) => Reduce<float, SumOf>(value, default);

    public float Max(float value) => Reduce<float, MaxOf>(value, default);

    public float Min(float value) => Reduce<float, MinOf>(value, default);

    public int Max(int value) => Reduce<int, MaxOfInts>(value, default);

    private static T Reduce<T, C>(T value, C combine) where T : unmanaged where C : struct, ICombine<T>
    {
        var warps = SharedMemory.Allocate<T>(Device.MostThreads / 4);
        value = WarpTeam.Reduce(value, combine);
        if (Warp.LaneIdx == 0) warps[Group.IdxX / Warp.WarpSize] = value;
        Group.Barrier();
        value = warps[0];
        for (int warp = 1; warp < Group.DimX / Warp.WarpSize; warp++) value = combine.Combine(value, warps[warp]);
        Group.Barrier();
        return value;
    }
}

/// <summary>
/// Threads of a group that are <paramref name="lanes"/> apart: the group has as many teams side by side, so that neighbouring
/// threads read neighbouring items.
/// </summary>
internal readonly struct ColumnTeam(int lanes) : ITeam
{
    public readonly int Lanes = lanes;

    public int First => Group.IdxX / Lanes;

    public int Step => Group.DimX / Lanes;

    public bool IsFirst => Group.IdxX < Lanes;

    public float Sum(float value) => Reduce<float, SumOf>(value, default);

    public float Max(float value) => Reduce<float, MaxOf>(value, default);

    public float Min(float value) => Reduce<float, MinOf>(value, default);

    public int Max(int value) => Reduce<int, MaxOfInts>(value, default);

    private T Reduce<T, C>(T value, C combine) where T : unmanaged where C : struct, ICombine<T>
    {
        var values = SharedMemory.Allocate<T>(Device.MostThreads);
        int column = Group.IdxX % Lanes;
        values[Group.IdxX] = value;
        Group.Barrier();
        value = values[column];
        for (int i = column + Lanes; i < Group.DimX; i += Lanes) value = combine.Combine(value, values[i]);
        Group.Barrier();
        return value;
    }
}

/// <summary>The entry points of maps and rows.</summary>
internal static class Entry
{
    public static void Map<K>(Index1D item, K kernel) where K : struct, IMap => kernel.Run(item);

    /// <summary>A thread an item.</summary>
    public static void Solo<K>(Index1D item, K kernel) where K : struct, IRows => kernel.Run(item, default(Solo));

    /// <summary>A warp an item.</summary>
    public static void Warps<K>(K kernel, int items) where K : struct, IRows
    {
        int item = Grid.IdxX * (Group.DimX / Warp.WarpSize) + Group.IdxX / Warp.WarpSize;
        if (item < items) kernel.Run(item, default(WarpTeam));
    }

    /// <summary>A group an item.</summary>
    public static void Groups<K>(K kernel) where K : struct, IRows => kernel.Run(Grid.IdxX, default(GroupTeam));

    /// <summary>A group for some neighbouring items.</summary>
    public static void Columns<K>(K kernel, int lanes) where K : struct, IRows =>
        kernel.Run(Grid.IdxX * lanes + Group.IdxX % lanes, new ColumnTeam(lanes));
}
