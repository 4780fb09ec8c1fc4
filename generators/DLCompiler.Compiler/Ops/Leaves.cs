using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>A value that enters the graph and is computed from nothing.</summary>
public abstract record Leaf : Primitive
{
    /// <summary>Whether the value lies in memory before any kernel runs.</summary>
    public virtual bool IsInMemory => false;

    public sealed override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [];
}

/// <summary>A tensor that the caller passes.</summary>
public sealed record Input(string InputName, TensorType Type) : Leaf
{
    public override bool IsInMemory => true;

    public override string Attributes => InputName;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => Type;
}

/// <summary>A parameter or a buffer of the model, by its full name: <c>Blocks.0.Query.weight</c>.</summary>
public sealed record Parameter(string ParameterName, Shape Shape, bool Trained) : Leaf
{
    public override bool IsInMemory => true;

    public override string Attributes => ParameterName;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape);
}

/// <summary>A number, of rank 0.</summary>
public sealed record Literal(Scalar Value) : Leaf
{
    public override string Attributes => Value.ToString();

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape.Scalar);
}

/// <summary>0, 1, 2, … Count − 1 as floats (exact up to 2²⁴).</summary>
public sealed record Iota(Dim Count) : Leaf
{
    public static readonly OpDefinition Definition = new(
        "Arange",
        "0, 1, 2, … as floats, exact up to 2²⁴.",
        call => new TensorValue(new Node(new Iota(call.Positive("count")))))
    {
        Signatures = ["Tensor Arange(int count)"],
        ShapeRule = "count: n → [n]",
        Cases = [new("Arange(5)", "") { Differentiable = false }, new("Arange(0)", "") { Fails = "DLC1012" }],
    };

    public override string Attributes => Count.ToString();

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) => TensorType.Float(Shape.Of(Count));
}
