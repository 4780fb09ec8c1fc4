using System.Globalization;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>Hidden diagnostics with the shape of each call's result.</summary>
public class InferredShapeTests
{
    [Fact]
    public void Each_call_has_its_shape()
    {
        var found = Analysis.Hidden("DLC1901", """
            [Model]
            public partial class Net
            {
                [Linear(4)] private partial Tensor Hidden(Tensor x);
                [Forward] private Tensor Forward([Shape("N", "T", 8)] Tensor x)
                {
                    var halves = Split(Relu(Hidden(x)), 2, axis: -1);
                    var y = halves[0];
                    foreach (int axis in new[] { 2, 1 }) y = Sum(y, axis);
                    return y;
                }
            }
            """);
        Assert.Equal(
            [
                "Hidden(x): 'Hidden(x)' is [N, T, 4]",
                "Relu(Hidden(x)): 'Relu(Hidden(x))' is [N, T, 4]",
                "Split(Relu(Hidden(x)), 2, axis: -1): 'Split(Relu(Hidden(x)), 2, axis: -1)' is [[N, T, 2], [N, T, 2]]",
                "Sum(y, axis): 'Sum(y, axis)' is [N, T], then [N]",
            ],
            found.Select(d => $"{Place(d)}: {d.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
    }

    private static string Place(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
}
