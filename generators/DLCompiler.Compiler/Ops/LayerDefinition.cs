using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// A layer that a user declares by an attribute: <c>Linear</c> for <c>[Linear(10)]</c>. It makes its parameters from
/// the shapes that reach it and returns a composition of ops.
/// </summary>
public sealed class LayerDefinition(string name, string summary, Func<LayerCall, Value> build)
{
    /// <summary>
    /// The attribute's name without <c>Attribute</c>, and the name of the eager method in <c>DLCompiler.Layers</c>.
    /// </summary>
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    public string ShapeRule { get; init; } = "";

    /// <summary>The attribute's arguments that the eager method takes too, in the order of its parameters.</summary>
    public IReadOnlyList<string> EagerOptions { get; init; } = [];

    /// <summary>Texts that are words for an option, not symbol expressions: <c>"same"</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether the eager method takes the scope and the layer's name, to find parameters.</summary>
    public bool HasParameters { get; init; } = true;

    /// <summary>
    /// What the method takes: one tensor of floats unless stated. A parameter of it is the one of its name, or else the next
    /// of its type.
    /// </summary>
    public IReadOnlyList<LayerInput> Takes { get; init; } = [new("x", DType.Float32)];

    /// <summary>How many tensors the method gives; it may give the first alone.</summary>
    public int Results { get; init; } = 1;

    /// <summary>Makes the nodes of one call of the layer.</summary>
    /// <exception cref="ShapeException">The input or an option does not fit.</exception>
    public Value Build(LayerCall call) => build(call);
}

/// <summary>One of the tensors that a layer takes.</summary>
/// <param name="Name">The parameter of the eager method.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Optional">Whether a layer's method may do without it.</param>
/// <param name="ByName">Whether only a parameter of that name is it.</param>
public sealed record LayerInput(string Name, DType Type, bool Optional = false, bool ByName = false);

/// <summary>A call of a layer: the attribute's arguments by name (constructor parameters and properties alike), the
/// method's arguments, and a way to declare parameters. A second call of the same layer gets the same
/// parameters.</summary>
public abstract class LayerCall : CallArguments
{
    /// <summary>The arguments by what the layer takes; null where the method has no such parameter, or got null.</summary>
    public abstract IReadOnlyList<Node?> Inputs { get; }

    /// <summary>The first argument, which every layer has.</summary>
    public Node Input => Inputs[0]!;

    /// <summary>The size of an axis of the first argument, which the option <c>In</c> may state.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="meaning">How a message goes on behind "whose": "last axis is".</param>
    /// <exception cref="ShapeException">It is another one than is stated (DLC1008).</exception>
    public Dim Stated(int axis, string meaning)
    {
        Dim inferred = Input.Shape[axis];
        if (!Has("In")) return inferred;
        var stated = Size("In");
        Constraints.Require(
            stated,
            inferred,
            "DLC1008",
            () => $"In says {stated}, but the input is {Input.Shape}, whose {meaning} {inferred}",
            "In");
        return stated;
    }

    /// <summary>A trained parameter of the layer, called <c>Layer.name</c> in files.</summary>
    /// <exception cref="ShapeException">An earlier call of the layer gave it another shape.</exception>
    public abstract Node Parameter(string name, Shape shape, Initializer initializer);

    /// <summary>A buffer of the layer: saved, not trained.</summary>
    /// <remarks>A second call in training gets what the first has updated it to.</remarks>
    public abstract Node Buffer(string name, Shape shape, Initializer initializer);

    /// <summary>
    /// In training, the next value of a buffer, of its shape. It is committed when the step has succeeded.
    /// </summary>
    public abstract void UpdateBuffer(string name, Node next);
}

/// <summary>The distribution that a parameter starts from.</summary>
public enum InitializerKind
{
    /// <summary>Every element is <see cref="Initializer.Value"/>.</summary>
    Constant,

    /// <summary>Uniform between −Value and Value.</summary>
    Uniform,

    /// <summary>Normal with mean 0 and standard deviation Value.</summary>
    Normal,

    /// <summary>Rows (or columns) are orthonormal, times Value (Saxe et al. 2013).</summary>
    Orthogonal,
}

/// <summary>How a parameter starts, with fans and gains already worked into the number.</summary>
public sealed record Initializer(InitializerKind Kind, double Value)
{
    public static readonly Initializer Zeros = new(InitializerKind.Constant, 0);
    public static readonly Initializer Ones = new(InitializerKind.Constant, 1);
}
