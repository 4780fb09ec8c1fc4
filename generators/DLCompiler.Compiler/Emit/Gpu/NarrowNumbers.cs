using System.Globalization;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>
/// Numbers of the user's that are lost where a value is stored as a half (DLC3004): beyond its largest, or nearer to 0 than its
/// smallest. What is computed with and never stored is a float, and may be any number; so it is the kernels that are looked at.
/// </summary>
/// <remarks>
/// A number that multiplies a gradient, as the derivative of a product does, is no finding: how large gradients are is not known before
/// they are, and the loss scale follows from it. One that takes a gradient's place, in a gradient of the user's own, is.
/// </remarks>
public static class NarrowNumbers
{
    private const double Largest = 65504, Smallest = 1.0 / (1 << 25);

    /// <param name="traced">A model that is not refused.</param>
    /// <param name="precision">What it stores.</param>
    public static IReadOnlyList<Finding> Of(TracedModel traced, Storage precision)
    {
        if (precision != Storage.Half || traced.Code is null || traced.Predict is null) return [];
        var programs = new List<Graph> { Pipeline.Inference(traced.Predict) };
        if (traced.TrainingLoss is { } loss) programs.Add(Pipeline.Training(loss));
        var lost = programs.SelectMany(graph => Lost(Fuse.Run(graph, traced.Symbols), precision)).Distinct().ToList();
        return
        [
            .. from call in traced.Code.Calls
               from argument in call.Arguments
               let number = argument.Value.Value.AsScalar()?.Constant
               where number is not null && lost.Any(l => l.Place == call.Place && l.Size == Math.Abs(number.Value))
               group Message(number.Value, call) by call.PlaceOf(argument.Key) into place
               select new Finding("DLC3004", place.First(), place.Key),
        ];
    }

    private static string Message(double number, TracedCall call)
    {
        string text = ((float)number).ToString("R", CultureInfo.InvariantCulture);
        string becomes = Math.Abs(number) > Largest ? (number < 0 ? "-∞" : "∞") : "0";
        string reason = becomes == "0" ? "nothing between 0 and 6e-8 is one" : "the largest is 65504";
        return $"{text} becomes {becomes} where '{call.Origin.Text}' is stored as a half: {reason}";
    }

    /// <summary>The expressions with a number that a stored value loses, by the number's size.</summary>
    private static IEnumerable<(SpecPlace Place, double Size)> Lost(KernelProgram program, Storage precision)
    {
        var storages = AssignStorage.Run(program, precision);
        var results = program.Outputs.Where(o => o.Kind is not (OutputKind.ParameterGradient or OutputKind.InputGradient));
        var forward = new HashSet<Node>(Graph.TopologicalOrder(results.Select(o => o.Value)));
        var seen = new HashSet<Node>();
        var left = new Stack<Node>(
            program.Kernels.SelectMany(k => k.Stores).Where(s => storages[s.Target] == precision).Select(s => s.Value));
        while (left.Count > 0)
        {
            var node = left.Pop();
            if (!seen.Add(node)) continue;
            foreach (var (input, isTerm) in Passed(node))
            {
                if (Build.FilledWith(input)?.Constant is { } constant)
                {
                    double size = Math.Abs(constant);
                    bool isLost = size > Largest
                        ? !double.IsInfinity(size) && (isTerm || forward.Contains(node))
                        : isTerm && size > 0 && size <= Smallest;
                    if (isLost && node.Origin is { } origin) yield return (new SpecPlace(origin.Body, origin.Index), size);
                }
                else if (!program.IsInMemory(input))
                {
                    left.Push(input);
                }
            }
        }
    }

    /// <summary>The inputs whose numbers are those of the result, or are factors of them.</summary>
    private static IEnumerable<(Node Input, bool IsTerm)> Passed(Node node) => node.Op switch
    {
        Where => node.Inputs.Skip(1).Select(i => (i, true)),
        Add or Subtract or Maximum or Minimum or Negate or Copy or Relu => node.Inputs.Select(i => (i, true)),
        Multiply => node.Inputs.Select(i => (i, false)),
        Elementwise or Leaf or Reduce or Contraction or LibraryCall or Result => [],
        _ => node.Inputs.Take(1).Select(i => (i, true)),
    };
}
