using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Windows that slide along an axis: output o looks at the inputs o·Stride + t·Dilation − Before, for t from 0 to
/// Kernel − 1. What lies outside the axis is padding.
/// </summary>
public sealed record WindowAxis(Dim Kernel, Dim Stride, Dim Dilation, Dim Before, Dim After)
{
    /// <summary>From the first to the last input of a window, both included.</summary>
    public Dim Reach => ((Kernel - 1) * Dilation) + 1;

    /// <summary>How many windows an axis of <paramref name="input"/> elements has.</summary>
    public Dim Output(Dim input) => Dim.FloorDiv(Padded(input) - Reach, Stride) + 1;

    /// <summary>How many elements an axis has that <paramref name="output"/> windows look at without remainder.</summary>
    public Dim Input(Dim output) => ((output - 1) * Stride) + Reach - Before - After;

    /// <summary>The axis with its padding.</summary>
    public Dim Padded(Dim input) => input + Before + After;

    /// <summary>
    /// The axis with padding behind it for one more window, where elements would be left over. No window begins in that
    /// padding.
    /// </summary>
    public WindowAxis Ceiling => this with { After = Dim.Min(After + Stride, Reach) - 1 };

    public override string ToString() => $"{Kernel} by {Stride}, dilated {Dilation}, padded {Before} and {After}";
}
