using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The weight of a convolution as the left operand of a matrix product: a row for each output, a column for each tap of each
/// input.
/// </summary>
/// <param name="Data">
/// [Groups, Outputs, Inputs, kernel...]; where <paramref name="IsTransposed"/>, [Groups, Inputs, Outputs, kernel...] with
/// the taps in reverse: the weight of the convolution whose gradient this one is.
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

    /// <summary>The weight of one group.</summary>
    public TapWeight OfGroup(in ConvolutionShape shape, nint group) =>
        this with { Data = Data + group * shape.Outputs * shape.Depth };

    /// <summary>Packs the rows of all groups. Taps stay in the order of memory.</summary>
    public readonly struct Packing(in ConvolutionShape shape, in TapWeight weight, nint height) : IPacking
    {
        private readonly ConvolutionShape _shape = shape;
        private readonly TapWeight _weight = weight;

        /// <inheritdoc/>
        public PackedForm Form => new(
            PackedKind.Taps, _shape.Groups * _shape.Outputs, _shape.Depth, _shape.Groups,
            _weight.IsTransposed ? -_shape.Window.Taps : _shape.Window.Taps, height);

        /// <inheritdoc/>
        public nint Elements => _shape.Groups * Runtime.Panels.Elements(_shape.Outputs, _shape.Depth, height);

        /// <inheritdoc/>
        public void Pack<V>(Floats target) where V : struct, ISimd<V>
        {
            for (nint group = 0; group < _shape.Groups; group++)
            {
                var to = TapWeight.Panels(_shape, group, height, target)[0];
                var data = _weight.OfGroup(_shape, group).Data;
                var panels = new Panels(data, _shape.Depth, 1, _shape.Outputs, _shape.Depth, height, to);
                if (_weight.IsTransposed) Workers.Run<Turned, V>(new Turned(_shape, data, panels), panels.Count, panels.Size);
                else Workers.Run<Panels, V>(panels, panels.Count, panels.Size);
            }
        }
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
                    Transposition.Run<V>(
                        data + (input * _shape.Outputs + panel * width) * taps, taps, existing, taps,
                        _panels[panel] + input * taps * width, width);
                }
            }
        }
    }
}
