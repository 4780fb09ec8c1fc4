using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>Programs that are declared wrong: the one diagnostic of each, its place and its words.</summary>
public class DeclarationRuleTests
{
    private const string Forward = "[Forward] private Tensor Forward([Shape(\"N\", 3)] Tensor x) => Hidden(x);";
    private const string Hidden = "[Linear(2)] private partial Tensor Hidden(Tensor x);";

    [Theory]
    [InlineData(
        "[Model] public class [|Net|] { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "DLC0001: Net must be partial, because its other part is generated")]
    [InlineData(
        "[Model] public partial class [|Net|] { " + Hidden + " }",
        "DLC0003: Net has no method marked [Forward]")]
    [InlineData(
        "[Model] public partial class Net { " + Hidden + Forward + " [Forward] private Tensor [|Other|]([Shape(3)] Tensor x) => x; }",
        "DLC0004: Net has more than one method marked [Forward]")]
    [InlineData(
        "[Model] public partial class [|Net|] { " + Hidden + Forward + " [Loss(Weight = 0)] private Tensor Fit(Tensor y) => Mean(y); }",
        "DLC0013: every loss of Net has the weight 0")]
    [InlineData(
        "public class Outer { [Model] public partial class [|Net|] { [Forward] private Tensor "
        + "Forward([Shape(3)] Tensor x) => x; } }",
        "DLC0014: Net cannot be compiled: the type around it, Outer, is not partial")]
    [InlineData(
        "[Model] public partial class [|Net|]<T> { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "DLC0014: Net cannot be compiled: it is generic")]
    [InlineData(
        "[Model, Block] public partial class [|Net|] { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "DLC0014: Net cannot be compiled: it is both a [Model] and a [Block]")]
    [InlineData(
        "[Block] public partial class [|Part|] { public Part(int size) { } [Forward] private Tensor "
        + "Forward([Shape(3)] Tensor x) => x; }",
        "DLC0014: Part cannot be compiled: it has a constructor, and blocks are made by generated code")]
    [InlineData(
        "[Block] public partial class [|Part|] { [Linear(2)] private partial Tensor Hidden(Tensor x); }",
        "DLC0011: Part has no method marked [Forward]")]
    [InlineData(
        "public partial class [|Net|] { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "DLC0020: Forward is part of a network, but Net is marked neither [Model] nor [Block]")]
    [InlineData(
        "public class [|Losses|] { [Loss] private static Tensor Fit(Tensor y) => Mean(y); }",
        "DLC0020: Fit is part of a network, but Losses is marked neither [Model] nor [Block]")]
    [InlineData(
        "[Block] public abstract partial class [|Part|] { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }",
        "DLC0014: Part cannot be compiled: it is abstract, and the networks that use it make objects of it")]
    public void OfTheClass(string source, string expected) => Analysis.Reports(source, expected);

    [Theory]
    [InlineData(
        "[Linear(2)] private Tensor [|Hidden|](Tensor x) => x;",
        "DLC0005: Hidden is no layer: it must be a partial method without a body, as in 'private partial "
        + "Tensor Hidden(Tensor x);'")]
    [InlineData(
        "[Linear(2)] private static partial Tensor [|Hidden|](Tensor x);",
        "DLC0005: Hidden is no layer: it is static, and a layer has parameters of its own")]
    [InlineData(
        "private partial Tensor [|Hidden|](Tensor x);",
        "DLC0005: Hidden is no layer: it has no attribute that says which layer it is")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x * G; [Parameter(3)] private Tensor [|G|] => null!;",
        "DLC0005: G is declared wrong: it must be a partial property, as in 'private partial Tensor Gamma { get; }'")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => Relu(x); [Linear(2)] private partial Tensor [|Relu|](Tensor x);",
        "DLC0006: Relu needs another name: it would hide Ops.Relu")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; private int [|Predict|] => 3;",
        "DLC0006: Predict needs another name: the generator adds a member Predict to the class")]
    [InlineData(
        "[Linear([|\"2*\"|])] private partial Tensor Hidden(Tensor x);",
        "DLC0007: '2*' is no dimension: it ends too early. A dimension is made of integers, symbols, + - * / and (). "
        + "'Hidden(x)' calls it, line 2; 'x' is [N, 3], line 2")]
    [InlineData(
        "[Linear(\"[|D|]\")] private partial Tensor Hidden(Tensor x);",
        "DLC0008: no size is called 'D': no shape, binding or [Size] property declares it. 'Hidden(x)' calls it, "
        + "line 2; "
        + "'x' is [N, 3], line 2")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => [|Hidden(x)|];",
        "DLC0012: 'Hidden' calls itself; a network has a fixed number of steps")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; "
        + "[Loss] private Tensor Loss(Tensor y, [Shape(\"N\", 3)] Tensor? [|target|] = null) => Mse(y, target!);",
        "DLC0002: 'target' cannot have a default: a call passes all that the network takes")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Loss(Tensor y) => [|y|];",
        "DLC0013: a loss must be one number, but this is [N, 3]; Mean or Sum makes one of it")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Loss(IntTensor [|label|]) => "
        + "Mean(ToFloat(label));",
        "DLC0013: 'label' takes result 1 of Forward, which is [N, 3]; labels come after the results")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Loss(Tensor y, Tensor [|target|]) => "
        + "Mse(y, target);",
        "DLC0009: 'target' needs a [Shape], such as [Shape(\"N\", 3)]: the network's shapes start there")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Fit(Tensor y) => Mean(y); "
        + "[Loss(Name = \"Fit\")] private Tensor [|Size|](Tensor y) => Mean(Abs(y));",
        "DLC0013: the loss Size is declared wrong: another one has its name; [Loss(Name = …)] gives it its own")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Fit(Tensor y) => Mean(y); "
        + "[Loss(Name = \"size of y\")] private Tensor [|Size|](Tensor y) => Mean(Abs(y));",
        "DLC0013: the loss Size is declared wrong: its name 'size of y' is no C# identifier")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Fit(Tensor y) => Mean(y); "
        + "[Loss] private Tensor [|Total|](Tensor y) => Mean(Abs(y));",
        "DLC0013: the loss Total is declared wrong: Total is the name of the weighted sum")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss(Reported = true)] private Tensor Fit(Tensor y) => Mean(y); "
        + "[Loss(Reported = true)] private Tensor [|Size|](Tensor y) => Mean(Abs(y));",
        "DLC0013: the loss Size is declared wrong: another one is Reported, and a step returns one number")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss(Weight = float.NaN)] private Tensor [|Fit|](Tensor y) => Mean(y);",
        "DLC0013: the loss Fit is declared wrong: its weight is no number")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Fit(Tensor y, [Shape(\"N\", 3)] Tensor t) => Mse(y, t); "
        + "[Loss] private Tensor Count(Tensor y, IntTensor [|t|]) => Mean(ToFloat(t));",
        "DLC0013: 't' takes that input, which is [N, 3]; labels come after the results")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => Tap(x, [|\"\"|]);",
        "DLC0015: an inside view needs a name that is constant and not empty. "
        + "'Hidden(x)' calls it, line 2; 'x' is [N, 3], line 2")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => x; [Loss] private Tensor Loss(Tensor y) => Mean([|Tap(y, \"y\")|]);",
        "DLC0015: an inside view is of what Predict computes, and Predict runs no loss. "
        + "'y' is [N, 3] from x, line 2")]
    [InlineData(
        "private Tensor Hidden(Tensor x) => Scan(x, Sum(x, 1), (xt, s) => (s, [|Tap(s + xt, \"s\")|])).Outputs;",
        "DLC0015: an inside view is one value, but a step makes one each time; make it the step's output. "
        + "'Hidden(x)' calls it, line 2; 's + xt' is [N], line 2")]
    public void OfMembers(string member, string expected) =>
        Analysis.Reports($"[Model] public partial class Net {{ {Forward} {member} }}", expected);

    [Theory]
    [InlineData("[|new Random().Next()|] * x", "it is a method of another object")]
    [InlineData("[|_state|] * x", "the field _state is not const, so its value is not known when the project is built")]
    [InlineData(
        "x * (float)[|x.ToScalar()|]",
        "a compiled network never holds the tensor's values; Ops compute with them")]
    [InlineData(
        "[|MathF.Cbrt(2)|] * x",
        "of the functions on numbers, networks have Abs, Ceiling, Clamp, Cos, Exp, Floor, Log, Max, Min, Pow, "
        + "Sin, Sqrt, Tanh")]
    [InlineData("Reshape(x, [|string.Join(\", \", 1, 2)|])", "the source of Join is not in this project")]
    [InlineData("[|_other ?? x|]", "a tensor is never null; 'is null' tests an optional parameter")]
    public void OfExpressions(string marked, string reason)
    {
        const string Fields = "private int _state = 1; private Tensor? _other = null;"
            + " public int Read => _state + (_other?.Rank ?? 0);";
        Analysis.Reports(
            $"[Model] public partial class Net {{ {Fields} [Forward] private Tensor Forward([Shape(\"N\", 3)] "
            + $"Tensor x) => {marked}; }}",
            $"DLC0002: '{Analysis.Marked(marked)}' cannot be part of a network: {reason}");
    }

    [Theory]
    [InlineData(
        "[|while (x.Rank > 3) x = x + 1;|] return x;",
        "of the statements, networks have locals, if, for, foreach, break, continue, return")]
    [InlineData(
        "[|_last|] = x; return x;",
        "networks assign to locals only, so that a call changes nothing that outlives it")]
    public void OfStatements(string marked, string reason)
    {
        Analysis.Reports(
            $"[Model] public partial class Net {{ public Tensor? _last; [Forward] private Tensor "
            + $"Forward([Shape(\"N\", 3)] Tensor x) {{ {marked} }} }}",
            $"DLC0002: '{Analysis.Marked(marked)}' cannot be part of a network: {reason}");
    }

    [Fact]
    public void OnlyAUseMustBindEverySize()
    {
        const string Block = "[Block] public partial class Part {"
            + " [Size] private partial int Stride { get; } [Size] private partial int Factor { get; }"
            + " [Forward] private Tensor Forward([Shape(\"N\", \"D\")] Tensor x) => x * (float)(Factor * Stride); }";
        Assert.Empty(Analysis.Run(Block));
        Analysis.Reports(
            Block + "[Model] public partial class Net { [Layer<Part>(\"Factor\", 2)] private partial Tensor Hidden(Tensor x);"
            + " [Forward] private Tensor Forward([Shape(\"N\", 3)] Tensor x) => [|Hidden(x)|]; }",
            "DLC0011: neither the shapes nor the use of Part give [Size] Stride a value. "
            + "'Stride' is in the block Part, line 2");
    }

    [Fact]
    public void ABlockThatContainsItself() => Analysis.Reports(
        "[Block] public partial class Part { [Layer<Part>] private partial Tensor Inner(Tensor x);"
        + " [Forward] private Tensor Forward([Shape(\"N\")] Tensor x) => [|Inner(x)|]; }",
        "DLC0011: the block Part contains itself. 'x' is [N], line 2");

    [Fact]
    public void WhatIsNotABlock() => Analysis.Reports(
        "public class Part; [Model] public partial class Net { [[|Layer<Part>|]] private partial Tensor Hidden(Tensor x); " + Forward + " }",
        "DLC0011: Part is not marked [Block]");

    [Fact]
    public void CSharpErrorsAreCSharpsAlone()
    {
        var found = Analysis.Run(
            "[Model] public partial class Net { [Forward] private Tensor Forward([Shape(\"N\", 3)] Tensor x) => Missing(x); }");
        Assert.Equal("CS0103", Assert.Single(found).Id);
    }

    [Fact]
    public void PragmasSilence()
    {
        const string Source = "[Model] public class Net { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }";
        Assert.Single(Analysis.Run(Source));
        Assert.Empty(Analysis.Run("\n#pragma warning disable DLC0001\n" + Source));
    }

    [Fact]
    public void AnEditorConfigMakesGuardsVisible()
    {
        const string Source = "[Model] public partial class Net { [Forward]"
            + " private Tensor Forward([Shape(\"N\")] Tensor x, [Shape(\"M\")] Tensor y) => x + y; }";
        Assert.Empty(Analysis.Run(Source));
        var shown = Assert.Single(Analysis.RunWith(("DLC1900", ReportDiagnostic.Warn), Source));
        Assert.StartsWith(
            "DLC1900: whether N == M is checked at run time: Add", Analysis.Text(shown), StringComparison.Ordinal);
    }

    /// <summary>Half-typed code must not make the compiler fail, whatever it makes C# say.</summary>
    [Fact]
    public void UnfinishedCodeDoesNoHarm()
    {
        for (int length = 0; length < SpecTests.Everything.Length; length += 61)
            Assert.DoesNotContain(Analysis.Run(SpecTests.Everything[..length]), d => d.Id == "DLC9000");
    }
}
