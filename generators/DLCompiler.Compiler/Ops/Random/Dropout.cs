using System.Globalization;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>In training, zeros in random places, and the rest scaled up to keep the mean.</summary>
public sealed record Dropout(int Stream, double Probability) : Composite, IRandom
{
    public static readonly OpDefinition Definition = new(
        "Dropout",
        "In training, sets elements to 0 at random and scales up the others; else the identity.",
        call => new TensorValue(Of(call, call.Tensor("x"), "probability")))
    {
        Signatures = ["Tensor Dropout(Tensor x, float probability)"],
        Formula = "u < p ? 0 : x / (1 − p), u uniform in [0, 1) (Srivastava et al. 2014)",
        ShapeRule = "x: any shape → the same shape",
        Cases =
        [
            new("Dropout(x, 0.25f)", "x: [N, 5]"),
            new("Dropout(x, 0f)", "x: [N, 5]"),
            new("Dropout(x, 1f)", "x: [N, 5]") { Fails = "DLC1012" },
        ],
    };

    public override string Attributes => $"stream: {Stream}, probability: {(Scalar)Probability}";

    public override Node Decompose(IReadOnlyList<Node> inputs)
    {
        var random = new Node(new RandomUniform(Stream, inputs[0].Shape));
        return Where(Less(random, Number(Probability)), Number(0), inputs[0] * (1 / (1 - Probability)));
    }

    protected override TensorType InferComposite(IReadOnlyList<TensorType> inputs) => inputs[0];

    /// <summary>A stream is taken in inference too: a network's streams are the same in both modes.</summary>
    /// <param name="call">Whose argument the probability is.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="argument">The argument's name.</param>
    /// <exception cref="ShapeException">It is out of range (DLC1012).</exception>
    internal static Node Of(CallArguments call, Node x, string argument)
    {
        double probability = call.Number(argument);
        if (probability is not (>= 0 and < 1))
        {
            throw new ShapeException(
                "DLC1012", $"a probability must be at least 0 and below 1, not {Text(probability)}", argument);
        }

        int stream = call.NextRandomStream();
        return call.Training && probability > 0 ? new Node(new Dropout(stream, probability), x) : x;
    }

    /// <summary>The number as users write it: it comes as a float.</summary>
    private static string Text(double probability) => ((float)probability).ToString(CultureInfo.InvariantCulture);
}
