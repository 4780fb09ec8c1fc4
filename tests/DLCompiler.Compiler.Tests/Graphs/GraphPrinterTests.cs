using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Graphs;

public class GraphPrinterTests
{
    [Fact]
    public void A_traced_graph_reads_like_the_network() => Assert.Equal(
        """
        %0 [N, 6] = Input(image)
        %1 [5, 6] = Parameter(Hidden.weight)
        %2 [5] = Parameter(Hidden.bias)
        %3 [N, 5] = Linear(%0, %1, %2)
        %4 [N, 5] = Relu(%3)
        %5 [3, 5] = Parameter(Classify.weight)
        %6 [3] = Parameter(Classify.bias)
        %7 [N, 3] = Linear(%4, %5, %6)
        %8 int[N] = Input(label)
        %9 [] = CrossEntropy(%7, %8)
        loss loss = %9

        """.ReplaceLineEndings("\n"),
        GraphPrinter.Print(Networks.Perceptron()));

    [Fact]
    public void Numbers_stand_where_they_are_used()
    {
        var x = Networks.Input("x", Dim.Symbol("N"), 3);
        var graph = new Graph(
        [
            new Output(OutputKind.Result, "y", new Node(new Clamp(0, 1), x * 0.5)),
            new Output(OutputKind.InputGradient, "x", Build.Fill(0, x.Shape)),
        ]);
        Assert.Equal(
            """
            %0 [N, 3] = Input(x)
            %1 [N, 3] = Multiply(%0, 0.5)
            %2 [N, 3] = Clamp(%1, 0 to 1)
            result y = %2
            gradient x = [N, 3] of 0

            """.ReplaceLineEndings("\n"),
            GraphPrinter.Print(graph));
    }
}
