namespace DLCompiler.Data;

/// <summary>One change of a picture among a batch's numbers.</summary>
internal abstract class ImageStep
{
    /// <param name="image">[channels, height, width]: changed in place.</param>
    /// <param name="copy">Room for as many numbers.</param>
    /// <param name="shape">The picture's shape.</param>
    /// <param name="random">Random numbers of the example: as many are taken whatever they are.</param>
    public abstract void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random);

    /// <summary>A number from −1 to below 1.</summary>
    protected static float Signed(ref ItemRandom random) => (2 * random.NextSingle()) - 1;
}

/// <summary>Left for right.</summary>
internal sealed class FlipHorizontally(double probability) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        if (random.NextDouble() >= probability) return;
        for (int row = 0; row < image.Length; row += shape.Width) image.Slice(row, shape.Width).Reverse();
    }
}

/// <summary>Top for bottom.</summary>
internal sealed class FlipVertically(double probability) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        if (random.NextDouble() >= probability) return;
        image.CopyTo(copy);
        int rows = shape.Channels * shape.Height;
        for (int i = 0; i < rows; i++)
        {
            int plane = i / shape.Height, y = shape.Height - 1 - (i % shape.Height);
            copy.Slice(((plane * shape.Height) + y) * shape.Width, shape.Width).CopyTo(image[(i * shape.Width)..]);
        }
    }
}

/// <summary>A whole number of pixels in each direction; what comes in is what is outside, or the picture mirrored.</summary>
internal sealed class ShiftPixels(int pixels, bool reflect) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        int right = random.Next((2 * pixels) + 1) - pixels, down = random.Next((2 * pixels) + 1) - pixels;
        if ((right, down) == (0, 0)) return;
        image.CopyTo(copy);
        int at = 0;
        for (int c = 0; c < shape.Channels; c++)
        {
            var plane = copy.Slice(c * shape.Plane, shape.Plane);
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++, at++)
                {
                    int fromX = x - right, fromY = y - down;
                    if (reflect) (fromX, fromY) = (ImageShape.Reflected(fromX, shape.Width), ImageShape.Reflected(fromY, shape.Height));
                    bool inside = (uint)fromX < (uint)shape.Width && (uint)fromY < (uint)shape.Height;
                    image[at] = inside ? plane[(fromY * shape.Width) + fromX] : shape.Outside[c];
                }
            }
        }
    }
}

/// <summary>Turned and scaled about the middle.</summary>
internal sealed class TurnAndScale(double degrees, double share) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        double angle = degrees > 0 ? degrees * Signed(ref random) * Math.PI / 180 : 0;
        double scale = share > 0 ? 1 + (share * Signed(ref random)) : 1;
        float cos = (float)(Math.Cos(angle) / scale), sin = (float)(Math.Sin(angle) / scale);
        image.CopyTo(copy);
        float middleX = (shape.Width - 1) / 2f, middleY = (shape.Height - 1) / 2f;
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                // Where the new pixel was: the turn, against the clock as seen, backwards. Rows count downwards.
                float dx = x - middleX, dy = y - middleY;
                var from = new Bilinear((cos * dx) - (sin * dy) + middleX, (sin * dx) + (cos * dy) + middleY);
                for (int c = 0; c < shape.Channels; c++)
                {
                    image[(c * shape.Plane) + (y * shape.Width) + x] =
                        from.Of(copy.Slice(c * shape.Plane, shape.Plane), shape, shape.Outside[c]);
                }
            }
        }
    }

    /// <summary>A place between four pixels, and their shares.</summary>
    private readonly struct Bilinear
    {
        private readonly int _x, _y;
        private readonly float _right, _below;

        public Bilinear(float x, float y)
        {
            (_x, _y) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
            (_right, _below) = (x - _x, y - _y);
        }

        public float Of(ReadOnlySpan<float> plane, ImageShape shape, float outside)
        {
            float above = Between(At(plane, shape, _x, _y, outside), At(plane, shape, _x + 1, _y, outside), _right);
            float below = Between(At(plane, shape, _x, _y + 1, outside), At(plane, shape, _x + 1, _y + 1, outside), _right);
            return Between(above, below, _below);
        }

        private static float Between(float a, float b, float share) => a + ((b - a) * share);

        private static float At(ReadOnlySpan<float> plane, ImageShape shape, int x, int y, float outside) =>
            (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height ? plane[(y * shape.Width) + x] : outside;
    }
}

/// <summary>A square that nothing is seen of.</summary>
internal sealed class CutoutSquare(int size) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        // Its middle is in the picture; a part may be outside.
        int left = random.Next(shape.Width) - (size / 2), top = random.Next(shape.Height) - (size / 2);
        int right = Math.Min(left + size, shape.Width), bottom = Math.Min(top + size, shape.Height);
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int y = top; y < bottom; y++)
                image.Slice((c * shape.Plane) + (y * shape.Width) + left, right - left).Fill(shape.Outside[c]);
        }
    }
}

/// <summary>Lighter or darker: the distance from black is multiplied.</summary>
internal sealed class ChangeBrightness(double share) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        float factor = 1 + ((float)share * Signed(ref random));
        for (int c = 0; c < shape.Channels; c++)
        {
            float black = shape.Black[c];
            foreach (ref float value in image.Slice(c * shape.Plane, shape.Plane)) value = black + ((value - black) * factor);
        }
    }
}

/// <summary>More or less contrast: the distance from each channel's mean is multiplied.</summary>
internal sealed class ChangeContrast(double share) : ImageStep
{
    public override void Apply(Span<float> image, Span<float> copy, ImageShape shape, ref ItemRandom random)
    {
        float factor = 1 + ((float)share * Signed(ref random));
        for (int c = 0; c < shape.Channels; c++)
        {
            var plane = image.Slice(c * shape.Plane, shape.Plane);
            double sum = 0;
            foreach (float value in plane) sum += value;
            float mean = (float)(sum / plane.Length);
            foreach (ref float value in plane) value = mean + ((value - mean) * factor);
        }
    }
}
