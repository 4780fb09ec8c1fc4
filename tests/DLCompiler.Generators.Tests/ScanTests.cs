using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Steps of scans: lambdas, local functions and methods, what they capture, and those that are refused.</summary>
public class ScanTests
{
    [Theory]
    [InlineData("(xt, h) => (h, Tanh(Mix(xt) + h * scale))")]
    [InlineData("(xt, h) => { var next = Tanh(Mix(xt) + h * scale); return (h, next); }")]
    [InlineData("Local")]
    [InlineData("Method")]
    public void AStepIsTracedOnce(string step)
    {
        var traced = Traced.Model(Model($"Scan(x, state, {step}).Outputs"));
        var node = Assert.Single(traced.Predict!.Nodes, n => n.Op is Scan);
        var scan = (Scan)node.Op;
        Assert.Equal((1, 1, 1), (scan.Sequences, scan.States, scan.Outputs));
        Assert.Equal("[T, N, 4], [N, 4], [4, 4], [4]", string.Join(", ", node.Inputs.Select(i => i.Shape)));
        Assert.Single(scan.Step.Graph.Nodes, n => n.Op.Name == "Linear");
        Assert.Equal("[N, T, 4]", traced.Predict.Outputs[0].Value.Type.ToString());
    }

    [Fact]
    public void WhatDoesNotVaryIsComputedOutside()
    {
        var traced = Traced.Model(Model("Scan(x, state, (xt, h) => (h, h + Exp(Gamma) * xt)).Outputs"));
        var scan = (Scan)Assert.Single(traced.Predict!.Nodes, n => n.Op is Scan).Op;
        Assert.DoesNotContain(scan.Step.Graph.Nodes, n => n.Op is Exp);
        Assert.Equal(1, scan.Captures);
    }

    [Theory]
    [InlineData(
        "Scan(x, state, (xt, h) => [|(h, Mix(xt)[.., ..2])|]).Outputs",
        "DLC1017: a state keeps its shape, but the step makes [N, 2] of h, which is [N, 4]")]
    [InlineData(
        "Scan(x, state, (xt, h) => [|(h, Sum(h))|]).Outputs",
        "DLC1017: a state keeps its shape, but the step makes [] of h, which is [N, 4]")]
    [InlineData(
        "Scan([|[x, x[.., 1..]]|], state, (xs, h) => (h, h)).Outputs",
        "DLC1017: Scan walks sequences of one length, not of T and T-1. 'state' is [N, 4], line 11")]
    [InlineData(
        "Scan(x, state, (xt, h) => (h, xt + [|h[.., ..3]|])).Outputs",
        "DLC1001: Add cannot combine [N, 4] with [N, 3]: axis -1 is 4 in 'xt' and 3 in 'h[.., ..3]', and neither is 1. "
        + "'xt' is [N, 4], line 14; 'h[.., ..3]' is [N, 3], line 14")]
    [InlineData(
        "Scan(x, state, (xt, h) => (h, [|state = h|])).Outputs",
        "DLC0002: a step cannot assign to 'state', which is outside it: what changes from step to step is a state")]
    [InlineData(
        "Scan(x, state, (xt, h) => (h, h), axis: [|3|]).Outputs",
        "DLC1002: axis 3 is outside a tensor of rank 3. 'x' is [N, T, 4], line 11; 'state' is [N, 4], line 11")]
    [InlineData(
        "Scan(x, state, [|Relu2|]).Outputs",
        "DLC0002: 'Relu2' cannot be part of a network: the field Relu2 is not const, so its value is not known when the "
        + "project is built")]
    public void WrongStepsAreRefused(string expression, string expected) => Analysis.Reports(Model(expression), expected);

    private static string Model(string expression) => $$"""
        [Model]
        public partial class Net
        {
            private static readonly Func<Tensor, Tensor, (Tensor, Tensor)> Relu2 = (x, h) => (x, h);

            [Parameter(4)] private partial Tensor Gamma { get; }
            [Linear(4)] private partial Tensor Mix(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", 4)] Tensor x, [Shape("N", 4)] Tensor state)
            {
                float scale = 0.5f;
                return {{expression}} * scale;

                (Tensor, Tensor) Local(Tensor xt, Tensor h) => (h, Tanh(Mix(xt) + h * scale));
            }

            private (Tensor, Tensor) Method(Tensor xt, Tensor h)
            {
                return (h, Tanh(Mix(xt) + h * 0.5f));
            }
        }
        """;
}
