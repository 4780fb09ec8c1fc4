using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// Windows with gaps between them, whose inputs nothing looks at (DLC4019). A window of one element with a stride picks every
/// other one, which is meant.
/// </summary>
internal sealed class SkippedInputs : IAdvice
{
    private static readonly string[] Windowed =
    [
        "Conv1d", "Conv2d", "Conv3d", "MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d",
    ];

    public IEnumerable<Finding> Find(AdvisedNetwork network) => network.EachTime(call =>
    {
        if (!call.Is(Windowed)) return null;
        foreach (var node in call.Results)
        {
            foreach (var window in Windows(node))
            {
                if (window.Kernel == Dim.One || !(window.Stride - window.Reach).AtLeast(1)) continue;
                return new Finding(
                    "DLC4019",
                    $"{call.Kind} with a window of {window.Reach} and a stride of {window.Stride} leaves out inputs between windows",
                    call.Place);
            }
        }

        return null;
    });

    /// <summary>The windows behind a result: there may be a bias, or the number of elements of a mean.</summary>
    private static IEnumerable<WindowAxis> Windows(Node node) => node.Op switch
    {
        Convolution convolution => convolution.Axes,
        MaxPool pool => pool.Axes,
        Result or Add or Divide => Windows(node.Inputs[0]),
        _ => [],
    };
}
