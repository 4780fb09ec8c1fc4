namespace DLCompiler.Data;

/// <summary>Pictures in other sizes.</summary>
/// <remarks>
/// <see cref="Interpolation.Area"/> is PIL's Resample.c to the last bit: the rows first, then the columns, with weights of 22
/// binary places and samples rounded to bytes in between.
/// </remarks>
internal static class Resampling
{
    /// <summary>The binary places of a weight: 32 bits less 8 of the sample, one of the sign and one to spare.</summary>
    private const int Places = 22;

    public static Image Resize(Image image, int width, int height, Interpolation interpolation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);

        // The picture between the two passes has the new width and the old height.
        if ((long)width * Math.Max(height, image.Height) > Image.MaxPixels)
            throw new ArgumentOutOfRangeException(nameof(width), width, $"A picture has at most {Image.MaxPixels} pixels.");
        if (interpolation == Interpolation.Nearest) return Nearest(image, width, height);
        bool antialias = interpolation == Interpolation.Area;
        var samples = image.Samples;
        byte[]? rows = null;
        if (width != image.Width)
        {
            rows = new byte[width * image.Height * image.Channels];
            AlongRows(samples, rows, new Weights(image.Width, width, antialias), image.Channels);
            samples = rows;
        }

        if (height == image.Height) return new Image(width, height, image.Channels, rows!);
        var resized = new byte[width * height * image.Channels];
        AlongColumns(samples, resized, new Weights(image.Height, height, antialias), width * image.Channels);
        return new Image(width, height, image.Channels, resized);
    }

    private static Image Nearest(Image image, int width, int height)
    {
        int channels = image.Channels;
        var resized = new byte[width * height * channels];
        int[] columns = Centres(image.Width, width), rows = Centres(image.Height, height);
        int at = 0;
        foreach (int y in rows)
        {
            var row = image.Samples.Slice(y * image.Width * channels, image.Width * channels);
            foreach (int x in columns)
            {
                row.Slice(x * channels, channels).CopyTo(resized.AsSpan(at));
                at += channels;
            }
        }

        return new Image(width, height, channels, resized);
    }

    /// <summary>The old pixel at the centre of each new one.</summary>
    private static int[] Centres(int from, int to)
    {
        double scale = (double)from / to;
        return [.. Enumerable.Range(0, to).Select(i => Math.Min((int)((i + 0.5) * scale), from - 1))];
    }

    private static void AlongRows(ReadOnlySpan<byte> samples, Span<byte> resized, Weights weights, int channels)
    {
        int from = weights.From * channels, to = weights.To * channels;
        for (int row = 0; row * to < resized.Length; row++)
        {
            var old = samples.Slice(row * from, from);
            var made = resized.Slice(row * to, to);
            for (int i = 0; i < weights.To; i++)
            {
                var some = weights[i];
                for (int c = 0; c < channels; c++)
                {
                    int sum = 1 << (Places - 1);
                    int at = (weights.First(i) * channels) + c;
                    foreach (int weight in some)
                    {
                        sum += old[at] * weight;
                        at += channels;
                    }

                    made[(i * channels) + c] = Byte(sum);
                }
            }
        }
    }

    private static void AlongColumns(ReadOnlySpan<byte> samples, Span<byte> resized, Weights weights, int row)
    {
        var sums = new int[row];
        for (int i = 0; i < weights.To; i++)
        {
            sums.AsSpan().Fill(1 << (Places - 1));
            int at = weights.First(i) * row;
            foreach (int weight in weights[i])
            {
                var old = samples.Slice(at, row);
                for (int x = 0; x < old.Length; x++) sums[x] += old[x] * weight;
                at += row;
            }

            var made = resized.Slice(i * row, row);
            for (int x = 0; x < made.Length; x++) made[x] = Byte(sums[x]);
        }
    }

    private static byte Byte(int sum) => (byte)Math.Clamp(sum >> Places, 0, 255);

    /// <summary>What each new pixel along a side takes of the old ones.</summary>
    private sealed class Weights
    {
        private readonly int _size;
        private readonly int[] _weights;
        private readonly int[] _first;
        private readonly int[] _counts;

        public Weights(int from, int to, bool antialias)
        {
            (From, To) = (from, to);
            double scale = (double)from / to;
            double support = antialias ? Math.Max(scale, 1) : 1;
            _size = Math.Min((int)Math.Ceiling(support) * 2 + 1, from);
            (_weights, _first, _counts) = (new int[checked(to * _size)], new int[to], new int[to]);
            var exact = new double[_size];
            for (int i = 0; i < to; i++)
            {
                double centre = (i + 0.5) * scale;
                int first = Math.Max((int)(centre - support + 0.5), 0);
                int end = Math.Min((int)(centre + support + 0.5), from);
                (_first[i], _counts[i]) = (first, end - first);
                double sum = 0;
                for (int x = first; x < end; x++)
                {
                    double weight = Math.Max(0, 1 - Math.Abs((x - centre + 0.5) / support));
                    exact[x - first] = weight;
                    sum += weight;
                }

                for (int x = 0; x < end - first; x++)
                    _weights[(i * _size) + x] = (int)(0.5 + (exact[x] / sum * (1 << Places)));
            }
        }

        public int From { get; }

        public int To { get; }

        public ReadOnlySpan<int> this[int pixel] => _weights.AsSpan(pixel * _size, _counts[pixel]);

        /// <summary>The old pixel that the first weight is for.</summary>
        public int First(int pixel) => _first[pixel];
    }
}
