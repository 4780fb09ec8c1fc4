using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// An operation with its attributes: a value-equal record, so that equal computations can be shared. It is either a
/// <see cref="Primitive"/>, which has a gradient and a lowering, or a <see cref="Composite"/> of other ops.
/// </summary>
public abstract record Op
{
    /// <summary>The name in dumps and comments.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The type of the result.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public abstract TensorType Infer(IReadOnlyList<TensorType> inputs);

    /// <summary>The types of all results, for the few ops that have several.</summary>
    public virtual IReadOnlyList<TensorType> InferAll(IReadOnlyList<TensorType> inputs) => [Infer(inputs)];

    /// <summary>The types of all results of the op on these nodes.</summary>
    public virtual IReadOnlyList<TensorType> TypesOf(IReadOnlyList<Node> inputs)
    {
        var types = new TensorType[inputs.Count];
        for (int i = 0; i < types.Length; i++) types[i] = inputs[i].Type;
        return InferAll(types);
    }

    /// <summary>
    /// The size of what the values of an integer input index, so that a call can refuse an index outside it; null for
    /// inputs that are no indices.
    /// </summary>
    public virtual Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => null;

    /// <summary>An integer beside the indices that the op takes, too; null where there is none.</summary>
    public virtual int? NoIndex => null;

    /// <summary>The attributes as dumps show them, such as <c>axis: 1</c>; empty for none.</summary>
    public virtual string Attributes => "";

    public sealed override string ToString() => Attributes.Length == 0 ? Name : $"{Name}({Attributes})";
}

/// <summary>
/// An operation whose gradient is stated: every primitive, and composites that know a better one than their parts'.
/// </summary>
public interface IDifferentiable
{
    /// <summary>
    /// The gradients by the inputs, from the gradient by the result, in terms of other ops; null for an input that has
    /// none. Shapes must come out as the inputs' shapes.
    /// </summary>
    IReadOnlyList<Node?> Gradient(Node node, Node gradient);
}

/// <summary>
/// An operation that no gradient passes though its result changes with its operands: a loss that is made of it cannot be
/// trained.
/// </summary>
public interface IForwardOnly;

/// <summary>An operation that the back end lowers. One with a single result states <see cref="Gradient"/>, one with several
/// <see cref="Gradients"/>.</summary>
public abstract record Primitive : Op, IDifferentiable
{
    public virtual IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        throw new InvalidOperationException($"{Name} states no gradient.");

    /// <summary>
    /// The gradients by the inputs, from those by the results; null for a result that the loss does not depend on.
    /// </summary>
    public virtual IReadOnlyList<Node?> Gradients(Node node, IReadOnlyList<Node?> gradients) =>
        Gradient(node, gradients[0]!);
}

/// <summary>
/// An operation that is nothing but a composition of others. Its gradient is theirs, unless it is <see
/// cref="IDifferentiable"/> itself: because a form is known that is cheaper, or safer, than what the composition
/// gives.
/// </summary>
public abstract record Composite : Op
{
    public sealed override TensorType Infer(IReadOnlyList<TensorType> inputs) => InferComposite(inputs);

    /// <summary>The same value from other ops.</summary>
    public abstract Node Decompose(IReadOnlyList<Node> inputs);

    /// <summary>The shape rule.</summary>
    protected abstract TensorType InferComposite(IReadOnlyList<TensorType> inputs);
}
