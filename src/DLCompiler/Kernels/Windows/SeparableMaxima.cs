using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The maxima of an image's windows, first over the lines that a line of windows looks at, then along the line. The items are the
/// images' channels.
/// </summary>
/// <param name="y">[planes, outputs].</param>
/// <param name="x">[planes, inputs].</param>
/// <param name="planes">How many channels there are in all images.</param>
/// <param name="window">The axes of an image.</param>
internal readonly struct SeparableMaxima(Floats y, Floats x, nint planes, in SlidingWindow window) : IKernel
{
    private readonly SlidingWindow _window = window;

    /// <summary>
    /// Whether windows lie side by side inside the image: then lines follow each other without a gap, and neighbouring outputs are
    /// neighbours across lines.
    /// </summary>
    private bool IsTiling => _window.Width.Before == 0
        && (_window.Width.Kernel - 1) * _window.Width.Dilation < _window.Width.Stride
        && (_window.Width.Output - 1) * _window.Width.Stride + (_window.Width.Kernel - 1) * _window.Width.Dilation
            < _window.Width.Input;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var (height, width) = (_window.Height.Output, _window.Width);
        var isTiling = IsTiling;
        var reach = width.Stride * (Blocks.RoundUp(width.Output, V.Count) + V.Count) + (width.Kernel - 1) * width.Dilation;
        var pitch = isTiling ? width.Stride * width.Output : Blocks.RoundUp(nint.Max(reach, width.Before + width.Input), 16);
        var elements = height * pitch + nint.Max(reach, width.Input) + V.Count;
        var lines = Scratch.Take(elements);
        lines.ToWritableSpan(elements).Fill(float.NegativeInfinity);
        var (rows, length) = isTiling ? (1, height * width.Output) : (height, width.Output);
        for (var item = start; item < end; item++)
        {
            var to = y + item * _window.Outputs;
            for (nint d = 0; d < _window.Depth.Output; d++)
            {
                for (nint h = 0; h < height; h++) OverLines<V>(item, d, h, lines + h * pitch, isTiling);
                for (nint row = 0; row < rows; row++, to += length) Along<V>(lines + row * pitch, to, length);
            }
        }
    }

    /// <summary>The maxima over the lines that line h of the windows looks at; −∞ where there are none.</summary>
    /// <param name="item">The channel.</param>
    /// <param name="d">The windows' place on the outermost axis.</param>
    /// <param name="h">Their place on the middle axis.</param>
    /// <param name="to">The result.</param>
    /// <param name="isFollowed">Whether what lies behind the result is written later.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OverLines<V>(nint item, nint d, nint h, Floats to, bool isFollowed) where V : struct, ISimd<V>
    {
        WindowAxis depth = _window.Depth, height = _window.Height;
        nint length = _window.Width.Input, line = height.Dilation * length, slab = depth.Dilation * height.Input * length;
        nint firstD = d * depth.Stride - depth.Before, firstH = h * height.Stride - height.Before;
        var first = x + (item * _window.Inputs + (firstD * height.Input + firstH) * length);
        var last = x + (planes * _window.Inputs - V.Count);
        to += _window.Width.Before;
        for (nint i = 0; i < length; i += V.Count, first += V.Count)
        {
            var max = V.Create(float.NegativeInfinity);
            var lanes = nint.Min(V.Count, length - i);
            Floats atD = first, atH;
            for (nint tapD = 0, placeD = firstD; tapD < depth.Kernel; tapD++, placeD += depth.Dilation, atD += slab)
            {
                if ((nuint)placeD >= (nuint)depth.Input) continue;
                atH = atD;
                for (nint tapH = 0, placeH = firstH; tapH < height.Kernel; tapH++, placeH += height.Dilation, atH += line)
                {
                    if ((nuint)placeH >= (nuint)height.Input) continue;
                    max = V.Maximum(max, V.Load(atH, 0, atH.Address <= last.Address ? V.Count : lanes));
                }
            }

            V.Store(max, to, i, isFollowed ? V.Count : lanes);
        }
    }

    /// <summary>The maxima along a line, or along all lines where they follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Along<V>(Floats line, Floats to, nint length) where V : struct, ISimd<V>
    {
        nint kernel = _window.Width.Kernel, dilation = _window.Width.Dilation, stride = _window.Width.Stride;
        for (nint i = 0; i < length; i += V.Count)
        {
            var at = line + i * stride;
            var max = V.Create(float.NegativeInfinity);
            for (nint tap = 0; tap < kernel; tap++, at += dilation)
            {
                max = V.Maximum(max, stride switch
                {
                    1 => V.Load(at, 0, V.Count),
                    2 => V.Even(V.Load(at, 0, V.Count), V.Load(at, V.Count, V.Count)),
                    _ => V.LoadStrided(at, 0, stride, V.Count),
                });
            }

            V.Store(max, to, i, nint.Min(V.Count, length - i));
        }
    }
}
