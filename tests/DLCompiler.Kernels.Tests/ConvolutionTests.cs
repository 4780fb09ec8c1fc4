using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Convolutions, transposed convolutions and weight gradients.</summary>
public class ConvolutionTests
{
    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void RandomConvolutionsAgree(int bits)
    {
        using var _ = new Settings(bits, threads: 2);
        var random = new Random(bits);
        for (var round = 0; round < 120; round++)
        {
            var layout = round % 5 == 0 ? ImageLayout.ChannelsLast : ImageLayout.Planes;
            new ConvolutionCase(random, ConvolutionCase.Random(random, 1 + round % 3), layout).AssertAgrees();
        }
    }

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void RandomConvolutionsOfViewsAgree(int bits)
    {
        using var _ = new Settings(bits, threads: 2);
        var random = new Random(bits);
        for (var round = 0; round < 120; round++)
            new ConvolutionCase(random, ConvolutionCase.Random(random, 1 + round % 3), Layout(random), Layout(random)).AssertAgrees();
    }

    private static ImageLayout Layout(Random random) => random.GetItems(Enum.GetValues<ImageLayout>(), 1)[0];

    /// <summary>Windows of 3 × 3 that move on by one, with enough channels for Winograd's products.</summary>
    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void RandomConvolutionsOfThreeByThreeAgree(int bits)
    {
        using var _ = new Settings(bits, threads: 2);
        var random = new Random(bits);
        for (var round = 0; round < 12; round++)
        {
            WindowAxis Axis()
            {
                int before = random.Next(3), input = random.Next(5, 34);
                return new WindowAxis(input, input + before + random.Next(3) - 2, 3, 1, 1, before);
            }

            var shape = new ConvolutionShape(
                random.Next(1, 5), random.Next(1, 3), random.Next(10, 50), random.Next(10, 40), new SlidingWindow(Axis(), Axis()));
            new ConvolutionCase(random, shape, round % 4 == 0 ? ImageLayout.ChannelsLast : ImageLayout.Planes).AssertAgrees();
        }
    }

    public static TheoryData<ConvolutionShape> Shapes =>
    [
        Square(1, 1, 1, 1, 1, kernel: 1, before: 0),
        Square(2, 1, 5, 3, 1, kernel: 3, before: 1),
        Square(2, 1, 130, 80, 6, kernel: 3, before: 1),
        Square(3, 1, 40, 33, 13, kernel: 3, before: 1),
        Square(2, 2, 18, 20, 24, kernel: 3, before: 0),
        Square(6, 1, 17, 36, 36, kernel: 3, before: 1),
        Square(1, 1, 130, 130, 33, kernel: 3, before: 1),
        Square(2, 1, 36, 16, 20, kernel: 3, stride: 2, before: 1),
        Square(1, 1, 8, 3, 70, kernel: 7, stride: 2, before: 3),
        Square(2, 24, 1, 1, 33, kernel: 3, before: 1),
        Square(2, 24, 1, 1, 33, kernel: 3, stride: 2, before: 1),
        Square(2, 6, 2, 1, 12, kernel: 5, before: 2),
        Square(2, 2, 20, 5, 9, kernel: 1, stride: 3, before: 0),
        Square(3, 2, 30, 7, 11, kernel: 1, before: 0),
        Square(1, 1, 4, 2, 40, kernel: 3, dilation: 6, before: 6),
        Square(1, 1, 16, 3, 48, kernel: 16, stride: 16, before: 0),
        Square(1, 1, 3, 4, 5, kernel: 5, before: 0),
        new(2, 1, 6, 40, new SlidingWindow(new WindowAxis(3000, 2998, 3))),
    ];

    [Theory, MemberData(nameof(Shapes))]
    public void ConvolutionsAgreeAtEveryWidth(ConvolutionShape shape)
    {
        using var _ = new Settings(threads: 3);
        new ConvolutionCase(new Random(3), shape).AssertAgrees(Widths.Available);
    }

    /// <summary>Those whose plain sums take no minutes.</summary>
    public static TheoryData<ConvolutionShape> SmallShapes =>
        [.. ((IEnumerable<object[]>)Shapes).Select(s => (ConvolutionShape)s[0]).Where(s => s.Outputs * s.Inputs <= 40 * 40)];

    /// <summary>As operands come that are transposed, broadcast or sliced on the way.</summary>
    [Theory, MemberData(nameof(SmallShapes))]
    public void ConvolutionsOfViewsAgree(ConvolutionShape shape)
    {
        foreach (var layout in Enum.GetValues<ImageLayout>())
        {
            new ConvolutionCase(new Random(4), shape, layout).AssertAgrees();
            new ConvolutionCase(new Random(4), shape, y: layout).AssertAgrees();
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void ThreadsAndCachesDoNotChangeABit(ConvolutionShape shape)
    {
        foreach (var bits in Widths.Available)
        {
            float[][]? expected = null;
            foreach (var (threads, caches) in MachineSettings.All)
            {
                using var _ = new MachineSettings(bits, threads, caches);
                var use = new ConvolutionCase(new Random(5), shape);
                float[][] actual = [use.Forward(), use.Input(), use.Weight()];
                expected ??= actual;
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void AnEpilogueSeesEveryElementOnceWithItsPlace(ConvolutionShape shape)
    {
        var use = new ConvolutionCase(new Random(6), shape);
        use.AssertPlaces();
    }

    [Theory, MemberData(nameof(Shapes))]
    public void RunningAllocatesNothing(ConvolutionShape shape) =>
        new ConvolutionCase(new Random(7), shape).AssertAllocatesNothing();

    private static ConvolutionShape Square(
        nint batch, nint groups, nint outputs, nint inputs, nint size, nint kernel, nint before, nint stride = 1,
        nint dilation = 1)
    {
        var output = (size + 2 * before - (kernel - 1) * dilation - 1) / stride + 1;
        var axis = new WindowAxis(size, output, kernel, stride, dilation, before);
        return new ConvolutionShape(batch, groups, outputs, inputs, new SlidingWindow(axis, axis));
    }
}
