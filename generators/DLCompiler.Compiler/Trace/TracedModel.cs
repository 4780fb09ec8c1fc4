using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>A tensor that the caller passes; its node is the <see cref="Input"/> of that name.</summary>
public sealed record TracedInput(string Name, TensorType Type, string CSharpType);

/// <summary>A parameter or buffer by its full name. Its shape is constant.</summary>
public sealed record TracedParameter(string Name, Shape Shape, Initializer Initializer, bool Trained, Origin? Origin);

/// <summary>A condition that only a call can decide.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Message">What is wrong where it does not hold.</param>
public sealed record Guard(Condition Condition, string Message);

/// <summary>
/// A call of a layer as a table shows it: the layer's full name, its definition, the first tensor that it takes and the first
/// that it gives, and its parameters.
/// </summary>
public sealed record TracedLayer(
    string Name, string Kind, IReadOnlyList<Node> Inputs, Node Result, IReadOnlyList<string> Parameters)
{
    /// <summary>The shape of the first tensor that it takes.</summary>
    public Shape? Input => Inputs.Count > 0 ? Inputs[0].Shape : null;

    /// <summary>The shape of the first tensor that it gives.</summary>
    public Shape Output => Result.Shape;

    /// <summary>Its floating-point operations.</summary>
    /// <param name="flops">What has been counted so far.</param>
    public Dim Count(Flops flops) => flops.Between(Inputs, Result);
}

/// <summary>A model as graphs, in inference and in training mode, with what the generated API needs to know.</summary>
public sealed class TracedModel
{
    /// <summary>In declaration order, depth first; trained ones and buffers.</summary>
    public IReadOnlyList<TracedParameter> Parameters { get; init; } = [];

    /// <summary>Forward's tensors.</summary>
    public IReadOnlyList<TracedInput> Inputs { get; init; } = [];

    /// <summary>The loss's tensors that are neither results nor inputs of Forward.</summary>
    public IReadOnlyList<TracedInput> Labels { get; init; } = [];

    /// <summary>Forward in inference mode; null where the model is refused.</summary>
    public Graph? Predict { get; init; }

    /// <summary>The same with its inside views; null where it has none.</summary>
    public Graph? PredictWithTaps { get; init; }

    /// <summary>The loss in training mode, with the updates of buffers; null without a [Loss] or where the model is refused.</summary>
    public Graph? TrainingLoss { get; init; }

    /// <summary>The loss in inference mode, for <c>Evaluate</c>.</summary>
    public Graph? InferenceLoss { get; init; }

    /// <summary>What a prediction checks.</summary>
    public IReadOnlyList<Guard> Guards { get; init; } = [];

    /// <summary>What a loss in inference mode checks.</summary>
    public IReadOnlyList<Guard> LossGuards { get; init; } = [];

    /// <summary>What a training step checks.</summary>
    public IReadOnlyList<Guard> TrainingGuards { get; init; } = [];

    /// <summary>In the order in which inputs, then labels first name them.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Calls of layers in the order in which Forward makes them, those of blocks included.</summary>
    public IReadOnlyList<TracedLayer> Layers { get; init; } = [];

    /// <summary>The calls of the user's code, which advice looks at; null where the model is refused.</summary>
    public NetworkTrace? Code { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether a finding keeps the model from being compiled.</summary>
    public bool Refused => Findings.Any(f => f.Refuses);
}
