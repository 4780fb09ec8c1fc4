using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Tests.Ops;

public class OpRegistryTests
{
    /// <summary>
    /// What no shape can make fail: functions of each element, and whole tensors.
    /// </summary>
    private static readonly HashSet<string> CannotFail =
    [
        "Negate", "Neg", "Abs", "Exp", "Log", "Sqrt", "Rsqrt", "Square", "Relu", "LeakyRelu", "Elu", "Gelu", "Silu",
        "Softplus", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Mish", "Erf", "Sin", "Cos", "ToFloat",
        "StopGradient",
    ];

    public static TheoryData<string> Names => [.. OpRegistry.Ops.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ops_are_documented_and_have_cases(string name)
    {
        var op = OpRegistry.Find(name)!;
        Assert.NotEmpty(op.Summary);
        Assert.NotEmpty(op.ShapeRule);
        Assert.NotEmpty(op.Signatures);
        Assert.Contains(op.Cases, c => c.Fails is null);
        Assert.Equal(!CannotFail.Contains(name), op.Cases.Any(c => c.Fails is not null));
        foreach (var use in op.Cases) Assert.Equal(use.Inputs.Count(c => c == ':'), CaseInputs.Parse(use.Inputs).Count);
    }

    [Fact]
    public void Names_are_distinct_and_found()
    {
        Assert.Equal(OpRegistry.Ops.Count, OpRegistry.Ops.Select(o => o.Name).Distinct().Count());
        Assert.All(OpRegistry.Layers, layer => Assert.Same(layer, OpRegistry.FindLayer(layer.Name)));
        Assert.Null(OpRegistry.Find("NoSuchOp"));
        Assert.Null(OpRegistry.FindLayer("NoSuchLayer"));
    }

    [Theory]
    [InlineData("x [N]")]
    [InlineData("x: N")]
    [InlineData("x: long[N]")]
    [InlineData("x: int[N] > 3")]
    public void Malformed_inputs_are_refused(string inputs) =>
        Assert.Throws<FormatException>(() => CaseInputs.Parse(inputs));
}
