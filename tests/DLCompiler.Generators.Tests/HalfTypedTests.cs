using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Declarations that C# refuses, as they stand while they are typed: C# says so at them, and never in generated code.</summary>
public class HalfTypedTests
{
    private const string Layer = "[Linear(8)] private partial Tensor A(Tensor x); ";
    private const string Forward = "[Forward] private Tensor F([Shape(\"N\", 8)] Tensor x) => A(x); ";

    [Theory]
    [InlineData(Layer + "[Forward] private Tensor F([Shape(\"N\", 8)] Tensor) => Relu(A(Zeros(8)));", "CS1001, CS0103")]
    [InlineData(Layer + "[Forward] private Tensor F([Shape(\"N\", 8)] Tensor x, ) => A(x);", "CS1031, CS1001")]
    [InlineData(Layer + "[Forward] private Tensor F([Shape(\"N\", 8)] Tensor x, [Shape(8)] Tensor x) => A(x);", "CS0100, CS0229")]
    [InlineData(Layer + "[Forward] private Tensor F([Shape(\"N, 8)] Tensor x) => A(x);\n",
        "CS0501, CS1010, CS1026, CS1003, CS1031, CS1001, CS1026, CS1002")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor); " + Forward, "CS8795, CS1001")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor x, ); " + Forward, "CS8795, CS1031, CS1001, CS7036")]
    [InlineData(Layer + Forward + "[Loss] static Tensor L(Tensor y, ) => Mean(y);", "CS1031, CS1001")]
    [InlineData(Layer + Forward + "[Loss] static Tensor L(Tensor y, [Shape(\"N\")] ) => Mean(y);", "CS1031, CS1001")]
    [InlineData("[Linear(8)] partial Tensor A(Tensor x); " + Forward, "CS8796")]
    [InlineData("[Linear(8)] private abstract partial Tensor A(Tensor x); " + Forward, "CS0750")]
    [InlineData("[Linear(8)] private readonly partial Tensor A(Tensor x); " + Forward, "CS0106")]
    [InlineData("[Linear(8)] private async partial Tensor A(Tensor x); " + Forward, "CS1994, CS1983")]
    [InlineData(Layer + Layer + Forward, "CS0756, CS0111, CS0121")]
    [InlineData(Layer + Forward + "[Parameter(8)] private partial Tensor B { get; } [Parameter(8)] private partial Tensor B { get; }",
        "CS9250, CS0102")]
    public void A_member(string members, string expected) =>
        Gives("[Model] public partial class Net { " + members + "}", expected);

    [Theory]
    [InlineData("[Model] public partial class { " + Layer + Forward + "}", "CS1001, CS8795")]
    [InlineData("[Block] public partial class { " + Layer + Forward + "}", "CS1001, CS8795")]
    [InlineData("public partial class { [Model] public partial class Net { " + Layer + Forward + "} }", "CS1001, CS8795")]
    public void A_class(string source, string expected) => Gives(source, expected);

    [Fact]
    public void A_layer_in_two_files() => Gives(
        "[Model] public partial class Net { " + Layer + Forward + "}", "CS0121, CS0756, CS0111", "partial class Net { " + Layer + "}");

    private static void Gives(string source, string expected, params string[] others)
    {
        var found = Analysis.Run([source, .. others]);
        Assert.Equal(expected, string.Join(", ", found.Select(d => d.Id)));
        Assert.DoesNotContain(found, d => d.Location.SourceTree!.FilePath.Contains(".g.cs", StringComparison.Ordinal));
    }
}
