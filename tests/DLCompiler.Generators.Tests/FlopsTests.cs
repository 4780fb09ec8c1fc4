using DLCompiler.Compiler.Graphs;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>The operations of a layer are its own.</summary>
public class FlopsTests
{
    [Fact]
    public void WhatIsBeforeALayerDoesNotCount()
    {
        // A product takes its rows from behind the reshape, and so must the count not follow it there.
        var traced = Traced.Model("""
            [Model]
            public partial class Net
            {
                [Linear(8)] private partial Tensor First(Tensor x);
                [Linear(3)] private partial Tensor Second(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 4)] Tensor x) => Second(Reshape(First(x), "N", 2, 4));
            }
            """);
        var flops = new Flops();
        Assert.Equal(["72*N", "54*N"], traced.Layers.Select(l => l.Count(flops).ToString()));
    }
}
