using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The weight of a convolution as the left operand of a matrix product: a row for each output, a column for each tap of each input.
/// </summary>
/// <param name="Data">
/// [Groups, Outputs, Inputs, kernel...]; where <paramref name="IsTransposed"/>, [Groups, Inputs, Outputs, kernel...] with the taps in
/// reverse: the weight of the convolution whose gradient this one is.
/// </param>
/// <param name="IsTransposed">Whether it is that of another convolution.</param>
internal readonly record struct TapWeight(Floats Data, bool IsTransposed = false)
{
    /// <summary>The packed rows of a group.</summary>
    public static Panels Panels(in ConvolutionShape shape, nint group, nint height, Floats panels)
    {
        var size = Runtime.Panels.Elements(shape.Outputs, shape.Depth, height);
        return new Panels(default, shape.Depth, 1, shape.Outputs, shape.Depth, height, panels + group * size);
    }

    /// <summary>Packs the rows of a group, on all threads. Taps stay in the order of memory.</summary>
    public void Pack<V>(in ConvolutionShape shape, nint group, nint height, Floats target) where V : struct, ISimd<V>
    {
        var data = Data + group * shape.Outputs * shape.Depth;
        var panels = new Panels(data, shape.Depth, 1, shape.Outputs, shape.Depth, height, target);
        if (IsTransposed) Workers.Run<Turned, V>(new Turned(shape, data, panels), panels.Count, panels.Size);
        else Workers.Run<Panels, V>(panels, panels.Count, panels.Size);
    }

    /// <summary>Packs a transposed weight; the items are the panels.</summary>
    private readonly struct Turned(in ConvolutionShape shape, Floats data, in Panels panels) : IKernel
    {
        private readonly ConvolutionShape _shape = shape;
        private readonly Panels _panels = panels;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            nint taps = _shape.Window.Taps, width = _panels.Width;
            for (var panel = start; panel < end; panel++)
            {
                var existing = nint.Min(width, _shape.Outputs - panel * width);
                if (existing < width) _panels[panel].ToWritableSpan(_panels.Size).Clear();
                for (nint input = 0; input < _shape.Inputs; input++)
                {
                    Transposition.Run(
                        data + (input * _shape.Outputs + panel * width) * taps, taps, existing, taps,
                        _panels[panel] + input * taps * width, width);
                }
            }
        }
    }
}
