using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The means of parts that cover an image, and their gradient. Part i of an axis with n elements, of m parts, has the
/// elements from ⌊i·n / m⌋ to ⌈(i + 1)·n / m⌉. The items are the images' channels.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class AdaptivePooling
{
    /// <summary>The mean of each part.</summary>
    /// <param name="y">[planes, outDepth, outHeight, outWidth].</param>
    /// <param name="x">[planes, depth, height, width].</param>
    /// <param name="planes">How many channels there are in all images.</param>
    /// <param name="depth">The outermost axis of an image.</param>
    /// <param name="height">The middle axis.</param>
    /// <param name="width">The innermost axis.</param>
    /// <param name="outDepth">Parts of the outermost axis.</param>
    /// <param name="outHeight">Parts of the middle axis.</param>
    /// <param name="outWidth">Parts of the innermost axis.</param>
    public static void Run(
        Floats y, Floats x, nint planes, nint depth, nint height, nint width, nint outDepth, nint outHeight,
        nint outWidth) =>
        Workers.Run(
            new Means(y, x, new(depth, outDepth), new(height, outHeight), new(width, outWidth)),
            planes,
            Cost(depth * height * width, outDepth * outHeight * outWidth));

    /// <summary>Each gradient of a mean, evenly on the elements of its part.</summary>
    /// <inheritdoc cref="Run"/>
    public static void RunInput(
        Floats x, Floats y, nint planes, nint depth, nint height, nint width, nint outDepth, nint outHeight,
        nint outWidth) =>
        Workers.Run(
            new Spread(x, y, new(depth, outDepth), new(height, outHeight), new(width, outWidth)),
            planes,
            Cost(depth * height * width, outDepth * outHeight * outWidth));

    private static nint Cost(nint inputs, nint outputs) => (4 * inputs) + (16 * outputs);

    /// <summary>An axis in parts.</summary>
    private readonly record struct Parts(nint Length, nint Count)
    {
        public nint Start(nint part) => part * Length / Count;

        public nint End(nint part) => Blocks.Ceiling((part + 1) * Length, Count);
    }

    private readonly struct Means(Floats y, Floats x, Parts depth, Parts height, Parts width) : IKernel
    {
        /// <summary>First the sum of a part's lines, whole vectors at a time, then along it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var line = RowScratch.Get(0, width.Length);
            for (var item = start; item < end; item++)
            {
                var image = x + item * depth.Length * height.Length * width.Length;
                var to = y + item * depth.Count * height.Count * width.Count;
                for (nint d = 0; d < depth.Count; d++)
                {
                    for (nint h = 0; h < height.Count; h++, to += width.Count)
                    {
                        new Span<float>(line.Pointer, (int)width.Length).Clear();
                        for (var i = depth.Start(d); i < depth.End(d); i++)
                        {
                            for (var j = height.Start(h); j < height.End(h); j++)
                                Add<V>(line, image + (i * height.Length + j) * width.Length, width.Length);
                        }

                        var lines = (depth.End(d) - depth.Start(d)) * (height.End(h) - height.Start(h));
                        for (nint w = 0; w < width.Count; w++)
                        {
                            nint first = width.Start(w), last = width.End(w);
                            var sum = 0f;
                            for (var k = first; k < last; k++) sum += line[k];
                            to[w] = sum / ((last - first) * lines);
                        }
                    }
                }
            }
        }
    }

    private readonly struct Spread(Floats x, Floats y, Parts depth, Parts height, Parts width) : IKernel
    {
        /// <summary>A line of gradients is spread once, then added to all lines of its part.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var line = RowScratch.Get(0, width.Length);
            for (var item = start; item < end; item++)
            {
                var inputs = depth.Length * height.Length * width.Length;
                var image = x + item * inputs;
                var from = y + item * depth.Count * height.Count * width.Count;
                new Span<float>(image.Pointer, (int)inputs).Clear();
                for (nint d = 0; d < depth.Count; d++)
                {
                    for (nint h = 0; h < height.Count; h++, from += width.Count)
                    {
                        var lines = (depth.End(d) - depth.Start(d)) * (height.End(h) - height.Start(h));
                        new Span<float>(line.Pointer, (int)width.Length).Clear();
                        for (nint w = 0; w < width.Count; w++)
                        {
                            nint first = width.Start(w), last = width.End(w);
                            var share = from[w] / ((last - first) * lines);
                            for (var k = first; k < last; k++) line[k] += share;
                        }

                        for (var i = depth.Start(d); i < depth.End(d); i++)
                        {
                            for (var j = height.Start(h); j < height.End(h); j++)
                                Add<V>(image + (i * height.Length + j) * width.Length, line, width.Length);
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<V>(Floats to, Floats from, nint count) where V : struct, ISimd<V>
    {
        nint i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.Store(V.Load(to, i, V.Count) + V.Load(from, i, V.Count), to, i, V.Count);
        if (i < count) V.Store(V.Load(to, i, count - i) + V.Load(from, i, count - i), to, i, count - i);
    }
}
