using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// The options of ops and layers whose windows slide over images: one value serves all axes, a list has one each.
/// </summary>
internal sealed class WindowOptions(string op, CallArguments call, int axes)
{
    /// <summary>Paddings with a name.</summary>
    public static readonly IReadOnlyList<string> Words = [Same, Valid];

    private const string Same = "same";
    private const string Valid = "valid";
    private static readonly string[] Names = ["L", "H, W", "D, H, W"];
    private static readonly string[] Results = ["L′", "H′, W′", "D′, H′, W′"];

    /// <summary>The shape rule of windows over so many axes.</summary>
    public static string ShapeRule(int axes, string channels, string operands = "") =>
        $"x: [N, C, {Names[axes - 1]}]{(operands.Length == 0 ? "" : $", {operands}")} → "
            + $"[N, {channels}, {Results[axes - 1]}], {Results[axes - 1][0]}′ = "
            + $"⌊({Names[axes - 1][0]} + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1";

    /// <summary>The shape rule of a transposed convolution over so many axes.</summary>
    public static string TransposedRule(int axes, string channels, string operands = "") =>
        $"x: [N, C, {Names[axes - 1]}]{(operands.Length == 0 ? "" : $", {operands}")} → "
            + $"[N, {channels}, {Results[axes - 1]}], {Results[axes - 1][0]}′ = ({Names[axes - 1][0]} − 1)·stride − 2·padding "
            + "+ dilation·(K − 1) + outputPadding + 1";

    /// <summary>The shape rule of a pooling.</summary>
    public static string PoolRule(int axes, string dilation = "") =>
        $"x: [N, C, {Names[axes - 1]}] → [N, C, {Results[axes - 1]}], {Results[axes - 1][0]}′ = "
            + $"⌊({Names[axes - 1][0]} + 2·padding − {dilation}(K − 1) − 1) / stride⌋ + 1; with ceilMode ⌈…⌉, but no window "
            + "begins in the padding behind";

    /// <summary>The shape rule of a pooling to a size that is given.</summary>
    public static string AdaptiveRule(int axes) =>
        $"x: [N, C, {Names[axes - 1]}], size: {(axes == 1 ? "S" : $"S or [{string.Join(", ", "STU".Take(axes))}]")} → "
            + $"[N, C, {string.Join(", ", "STU".Take(axes))}]";

    /// <exception cref="ShapeException">They are no images with so many axes (DLC1006).</exception>
    public static void RequireImages(string op, Node x, int axes)
    {
        if (x.Rank != axes + 2)
            throw new ShapeException("DLC1006", $"{op} takes [N, C, {Names[axes - 1]}], not {x.Shape}", "x");
    }

    /// <exception cref="ShapeException">It is none (DLC1006).</exception>
    public static Node Vector(string op, Node bias) => bias.Rank == 1
        ? bias
        : throw new ShapeException("DLC1006", $"{op} takes a bias of rank 1, not {bias.Shape}", "bias");

    /// <summary>The channels of a group.</summary>
    /// <exception cref="ShapeException">They would be no whole number (DLC1015).</exception>
    public static Dim Divided(string op, Dim channels, Dim groups, string which)
    {
        var each = Dim.FloorDiv(channels, groups);
        Constraints.Require(
            each * groups,
            channels,
            "DLC1015",
            () => $"{op} has {groups} groups, which do not divide the {channels} {which} channels",
            "groups");
        return each;
    }

    /// <summary>The number of groups.</summary>
    public Dim Groups() => call.Has("groups") ? AtLeast(1, call.Size("groups"), "groups") : Dim.One;

    /// <summary>An option that is at least <paramref name="least"/> along each axis.</summary>
    public IReadOnlyList<Dim> PerAxis(string option, long least, IReadOnlyList<Dim> otherwise)
    {
        if (!call.Has(option)) return otherwise;
        var sizes = call.Sizes(option);
        if (sizes.Count != axes && sizes.Count != 1)
        {
            throw new ShapeException(
                "DLC1012", $"{op} has {axes} axes, and '{option}' has {sizes.Count} values: one serves all", option);
        }

        foreach (var size in sizes) AtLeast(least, size, option);
        return sizes.Count == axes ? sizes : All(sizes[0]);
    }

    public IReadOnlyList<Dim> All(Dim size) => [.. Enumerable.Repeat(size, axes)];

    /// <summary>Strides, dilations and paddings of windows, each of which fits into its axis.</summary>
    /// <param name="kernel">How many inputs a window looks at.</param>
    /// <param name="x">The images.</param>
    public EquatableArray<WindowAxis> Axes(IReadOnlyList<Dim> kernel, Shape x) =>
        Axes(kernel, PerAxis("stride", 1, All(1)), x);

    /// <summary>The windows of a pooling: side by side unless a stride is given, and none without an element.</summary>
    public EquatableArray<WindowAxis> Pooling(Shape x)
    {
        var kernel = PerAxis("kernel", 1, All(1));
        var result = Axes(kernel, PerAxis("stride", 1, kernel), x);
        foreach (var axis in result)
        {
            Constraints.RequireAtMost(
                2 * axis.Before,
                axis.Reach,
                "DLC1012",
                () => $"a padding of {axis.Before} is more than half of a window of {axis.Reach}: {op} would see windows "
                    + "of nothing but padding",
                "padding");
        }

        return result;
    }

    /// <summary>
    /// The windows of a transposed convolution, which are those of the convolution that makes <paramref name="y"/>, and the
    /// sizes of the images that it would make that of.
    /// </summary>
    public (EquatableArray<WindowAxis> Axes, EquatableArray<Dim> Sizes) Transposed(IReadOnlyList<Dim> kernel, Shape y)
    {
        if (Word is { } word)
            throw new ShapeException("DLC1012", $"the padding of {op} is a number, not \"{word}\"", "padding");
        var windows = Windows(kernel, PerAxis("stride", 1, All(1)));
        var added = PerAxis("outputPadding", 0, All(0));
        var result = windows.Select((window, axis) => window with { After = window.Before - added[axis] }).ToEquatableArray();
        for (int axis = 0; axis < axes; axis++)
        {
            Dim more = added[axis], limit = Dim.Max(windows[axis].Stride, windows[axis].Dilation);
            Constraints.RequireAtMost(
                more + 1,
                limit,
                "DLC1012",
                () => $"an outputPadding of {more} is not below the stride or the dilation, of which the larger is {limit}",
                "outputPadding");
        }

        var sizes = result.Select((window, axis) => window.Input(y[axis + 2])).ToEquatableArray();
        for (int axis = 0; axis < axes; axis++)
        {
            var (size, at) = (sizes[axis], axis + 2);
            Constraints.RequireAtMost(
                Dim.One,
                size,
                "DLC1016",
                () => $"{op} would leave {size} elements along axis {at} of {y}: the padding takes more than there is",
                "x");
        }

        return (result, sizes);
    }

    private EquatableArray<WindowAxis> Axes(IReadOnlyList<Dim> kernel, IReadOnlyList<Dim> strides, Shape x)
    {
        var result = Windows(kernel, strides);
        if (IsSame && strides.Any(s => s != Dim.One))
            throw new ShapeException("DLC1012", $"padding \"same\" has no meaning for strides other than 1", "stride");
        for (int axis = 0; axis < axes; axis++) RequireFit(result[axis], x, axis);
        return result;
    }

    /// <summary>The windows, without regard to what they look at.</summary>
    public EquatableArray<WindowAxis> Windows(IReadOnlyList<Dim> kernel, IReadOnlyList<Dim> strides)
    {
        foreach (var size in kernel) AtLeast(1, size, "kernel");
        var dilations = PerAxis("dilation", 1, All(1));
        return Enumerable.Range(0, axes).Select(axis =>
        {
            var (before, after) = Padding(axis, (kernel[axis] - 1) * dilations[axis]);
            return new WindowAxis(kernel[axis], strides[axis], dilations[axis], before, after);
        }).ToEquatableArray();
    }

    /// <summary>Whether results are as large as images.</summary>
    private bool IsSame => Word == Same;

    private string? Word => call.Has("padding") && call["padding"] is TextValue word ? word.Text : null;

    private (Dim Before, Dim After) Padding(int axis, Dim lost)
    {
        switch (Word)
        {
            case null:
                var padding = PerAxis("padding", 0, All(0))[axis];
                return (padding, padding);
            case Valid: return (Dim.Zero, Dim.Zero);
            case Same: return (Dim.FloorDiv(lost, 2), lost - Dim.FloorDiv(lost, 2));
            case var other:
                throw new ShapeException("DLC1012", $"padding is a number, \"{Same}\" or \"{Valid}\", not \"{other}\"", "padding");
        }
    }

    private void RequireFit(WindowAxis window, Shape x, int axis) => Constraints.RequireAtMost(
        window.Reach,
        window.Padded(x[axis + 2]),
        "DLC1016",
        () => $"{op} needs at least {window.Reach} elements along axis {axis + 2}, for a kernel of {window.Kernel}"
            + $"{(window.Dilation == Dim.One ? "" : $" dilated by {window.Dilation}")}, and {x} has "
            + $"{window.Padded(x[axis + 2])}, padding included",
        "x");

    private static Dim AtLeast(long least, Dim size, string option)
    {
        Constraints.RequireAtMost(
            least, size, "DLC1012", () => $"'{option}' must be at least {least}, not {size}", option);
        return size;
    }
}
