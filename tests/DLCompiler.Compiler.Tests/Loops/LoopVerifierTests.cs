using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Loops;

public class LoopVerifierTests
{
    private static readonly LoopAxis Row = new(0, Dim.Symbol("N"), "i0");
    private static readonly LoopAxis Column = new(1, 8, "column");
    private static readonly Affine Element = (Affine.OfAxis(0) * (Dim)8) + Affine.OfAxis(1);
    private static readonly Node X = Networks.Input("x", Row.Extent, Column.Extent);
    private static readonly Pointer Input = new(X, Dim.Zero, "x");
    private static readonly Pointer Output = new(Build.Relu(X), Dim.Zero, "y");
    private static readonly Pointer Label =
        new(new Node(new Input("label", TensorType.Int(Shape.Of(Row.Extent, Column.Extent)))), Dim.Zero, "label");

    private static readonly Local A = new("a");
    private static readonly Accumulator Sums = new("sums", Combine.Sum);
    private static readonly Expression Loaded = new Load(Input, Element);
    private static readonly Statement Stored = new Write(Output, Element, Loaded);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Fact]
    public void What_lowering_makes_of_networks_is_accepted()
    {
        VerifyAll(Pipeline.Training(Networks.Perceptron(), ["image"]));
        VerifyAll(Pipeline.Training(Networks.Transformer(blocks: 1, width: 8, heads: 2), ["tokens"]));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_lowering_makes_of_random_graphs_is_accepted(int seed) =>
        VerifyAll(Pipeline.Training(RandomGraph.Make(seed), ["x", "y"]));

    [Fact]
    public void A_plain_map_is_accepted() => LoopVerifier.Verify(Rows(Vector(Stored)));

    [Fact]
    public void A_local_is_defined_before_its_use_and_once()
    {
        Fails(Rows(Vector(new Write(Output, Element, new Use(A)), new Let(A, Loaded))), "a is not defined here: y[8*i0 + i1] = a");
        Fails(Rows(Vector(new Let(A, Loaded), new Let(A, Loaded), Stored)), "a local is defined twice: a = x[8*i0 + i1]");
        Fails(
            Rows(Vector(new Let(A, Loaded), Stored), new Write(Output, Affine.OfAxis(0), new Use(A))),
            "a is not defined here: y[i0] = a");
    }

    [Fact]
    public void An_accumulator_is_begun_fed_in_a_loop_and_finished()
    {
        Statement begin = new Begin(Sums), feed = new Accumulate(Sums, Loaded), finish = new Finish(A, Sums, Across: true);
        Statement result = new Write(Output, Affine.OfAxis(0), new Use(A));
        LoopVerifier.Verify(Rows(begin, Vector(feed), finish, result));
        Fails(Rows(Vector(feed), begin, finish, result), "no loop around this has its accumulator begun before it");
        Fails(Rows(Vector(begin, feed, new Finish(A, Sums, Across: false), Stored)), "no loop around this");
        Fails(Rows(begin, begin, Vector(feed), finish, result), "an accumulator is begun twice");
        Fails(Rows(begin, Vector(feed, finish, Stored)), "an accumulator is finished where it is not open");
        Fails(Rows(begin, Vector(feed, Stored)), "an accumulator is begun and never finished");
        Fails(Rows(begin, Vector(feed), new Finish(A, Sums, Across: false), result), "lanes are combined");
    }

    [Fact]
    public void An_index_is_over_axes_in_scope_without_an_offset()
    {
        Fails(Rows(new Let(A, Loaded), Vector(Stored)), "i1 is not in scope: a = x[8*i0 + i1]");
        Fails(Rows(Vector(new Write(Output, Element + (Dim)3, Loaded))), "an index has an offset");
        Fails(Rows(Vector(new Write(Output, Element, new Load(Input, Element + (Dim)3)))), "an index has an offset");
        Fails(Rows(Vector(new Loop(Column, LoopKind.Vector, [Stored]))), "walk the same axis");
        Fails(Rows(new Loop(Column, LoopKind.Serial, [Stored])), "the vector axis is walked by vectors, and no other");
    }

    [Fact]
    public void Points_write_elements_of_their_own()
    {
        Fails(Rows(Vector(new Write(Output, Affine.OfAxis(1), Loaded))), "all points along i0 write one element: y[i1]");
        Fails(Rows(Vector(new Write(Output, Affine.OfAxis(0), Loaded))), "all points along column write one element: y[i0]");
        Fails(Rows(Vector(new Write(Label, Element, Loaded))), "integers are only read");
        Fails(Rows(Vector(new Let(A, Loaded))), "nothing is written");
    }

    [Fact]
    public void Scratch_is_written_before_it_is_read()
    {
        var scratch = new Pointer(X, Dim.Zero, "xRow", Scratch: 8) { HoldsVectors = true };
        Statement keep = new Write(scratch, Affine.OfAxis(1), Loaded);
        Statement recall = new Write(Output, Element, new Load(scratch, Affine.OfAxis(1)));
        LoopVerifier.Verify(Rows(Vector(keep, recall)));
        Fails(Rows(Vector(recall, keep)), "xRow is read before it is written");
        Fails(Rows(keep, Vector(Stored)), "i1 is not in scope");
        var lanes = scratch with { HoldsVectors = false };
        Fails(Rows(Vector(new Write(lanes, Affine.OfAxis(1), Loaded), Stored)), "xRow does not hold what lanes are");
    }

    [Fact]
    public void Random_numbers_are_neighbours_along_the_vector()
    {
        var transposed = Affine.OfAxis(0) + (Affine.OfAxis(1) * Row.Extent);
        LoopVerifier.Verify(Rows(Vector(new Write(Output, Element, new RandomValue(0, Element)))));
        Fails(Rows(Vector(new Write(Output, Element, new RandomValue(0, transposed)))), "neighbours in the random stream");
        Fails(Rows(new Let(A, new RandomValue(0, Affine.OfAxis(0))), Vector(Stored)), "neighbours in the random stream");
    }

    [Fact]
    public void What_is_parallel_is_outermost()
    {
        var kernel = new Kernel(0, Shape.Of(Row.Extent, Column.Extent), null);
        Fails(new LoopKernel([], Column, [Stored], kernel), "a nest without rows is not one parallel vector loop");
        Fails(Rows(new Loop(Column, LoopKind.ParallelVector, [Stored])), "a loop inside the rows is parallel");
        Fails(Rows(Vector(new Write(Output, Element, new ProductValue()))), "there is no product");
        var product = new Kernel(0, Shape.Of(Row.Extent, Column.Extent), X);
        Fails(Rows(Vector(Stored)) with { Source = product }, "an epilogue has a loop");
        Fails(Rows(Stored) with { Source = product }, "the outer indices are not those of its kind");
    }

    private static void VerifyAll(Graph graph)
    {
        var program = Fuse.Run(graph);
        foreach (var kernel in program.Kernels) LoopVerifier.Verify(Lowering.Run(kernel, program));
    }

    private static LoopKernel Rows(params Statement[] body) =>
        new([new AxisGroup("row", [Row])], Column, [.. body], new Kernel(0, Shape.Of(Row.Extent, Column.Extent), null));

    private static Loop Vector(params Statement[] body) => new(Column, LoopKind.Vector, [.. body]);

    /// <summary>The message says what is wrong and shows the nest.</summary>
    private static void Fails(LoopKernel kernel, string problem)
    {
        var error = Assert.Throws<InvalidOperationException>(() => LoopVerifier.Verify(kernel));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(LoopPrinter.Print(kernel), error.Message, StringComparison.Ordinal);
    }
}
