using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>A block with a view, which is used several times.</summary>
[Block]
public sealed partial class ViewedBlock
{
    [Linear("D")]
    private partial Tensor Inner(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "D")] Tensor x) => x + Tap(Relu(Inner(x)), "active");
}

/// <summary>Views of a sum that fusion keeps in a register, of an input, of a result, and of one value twice.</summary>
[Model]
public sealed partial class Viewed
{
    [Layer<ViewedBlock>(Repeat = 2)]
    private partial Tensor Blocks(Tensor x);

    [Layer<ViewedBlock>]
    private partial Tensor Again(Tensor x);

    [Linear(6)]
    private partial Tensor Head(Tensor x);

    [Dropout(0.5f)]
    private partial Tensor Drop(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 4)] Tensor x)
    {
        var h = Blocks(Tap(x, "input"));
        for (int i = 0; i < 2; i++) h = Drop(Tap(Again(h) * 2, "h"));
        var planes = Tap(Reshape(Head(h), "N", 2, 3), "planes");
        return Tap(planes, "planes");
    }

    [Loss]
    private static Tensor Loss(Tensor y) => Mean(Square(y));
}

/// <summary>The same network without views.</summary>
[Model]
public sealed partial class NotViewed
{
    [Layer<PlainBlock>(Repeat = 2)]
    private partial Tensor Blocks(Tensor x);

    [Layer<PlainBlock>]
    private partial Tensor Again(Tensor x);

    [Linear(6)]
    private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 4)] Tensor x)
    {
        var h = Blocks(x);
        for (int i = 0; i < 2; i++) h = Again(h) * 2;
        return Reshape(Head(h), "N", 2, 3);
    }
}

/// <summary>The block without its view.</summary>
[Block]
public sealed partial class PlainBlock
{
    [Linear("D")]
    private partial Tensor Inner(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "D")] Tensor x) => x + Relu(Inner(x));
}
