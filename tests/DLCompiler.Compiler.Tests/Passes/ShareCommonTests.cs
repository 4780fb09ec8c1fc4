using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;

namespace DLCompiler.Compiler.Tests.Passes;

public class ShareCommonTests
{
    private static readonly Node X = Networks.Input("x", Dim.Symbol("N"), 3);

    [Fact]
    public void Equal_computations_become_one()
    {
        var shared = Share(Build.Exp(X + 1) * Build.Exp(X + 1));
        Assert.Same(shared.Inputs[0], shared.Inputs[1]);
    }

    [Fact]
    public void Attributes_and_the_order_of_inputs_tell_computations_apart()
    {
        var y = Networks.Input("y", Dim.Symbol("N"), 3);
        var sums = Share(Build.Sum(X, [0]) / Build.Sum(X, [1]));
        Assert.NotSame(sums.Inputs[0].Inputs[0], sums.Inputs[1].Inputs[0]);
        var differences = Share((X - y) * (y - X));
        Assert.NotSame(differences.Inputs[0], differences.Inputs[1]);
    }

    [Fact]
    public void Random_numbers_of_two_streams_stay_two()
    {
        Node Random(int stream) => new(new RandomUniform(stream, X.Shape));
        var two = Share(Random(0) * Random(1));
        Assert.NotSame(two.Inputs[0], two.Inputs[1]);
        var one = Share(Random(0) * Random(0));
        Assert.Same(one.Inputs[0], one.Inputs[1]);
    }

    private static Node Share(Node node) =>
        ShareCommon.Run(new Graph([new Output(OutputKind.Result, "y", node)])).Outputs[0].Value;
}
