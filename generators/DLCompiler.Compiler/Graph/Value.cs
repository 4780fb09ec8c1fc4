using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>What an expression of Forward evaluates to when the network is traced.</summary>
public abstract record Value
{
    /// <summary>The value as a tensor, where it is one or a number; else null.</summary>
    public Node? AsNode() => this switch
    {
        TensorValue tensor => tensor.Node,
        _ when AsScalar() is { } scalar => new Node(new Literal(scalar)),
        _ => null,
    };

    /// <summary>The value as a number known before the kernels run; else null.</summary>
    public Scalar? AsScalar() => this switch
    {
        SizeValue size => size.Size,
        ScalarValue scalar => scalar.Scalar,
        _ => null,
    };
}

/// <summary>A tensor of floats or integers.</summary>
public sealed record TensorValue(Node Node) : Value;

/// <summary>An integer: a constant or symbolic size arithmetic.</summary>
public sealed record SizeValue(Dim Size) : Value;

/// <summary>A floating-point number: a constant or arithmetic on sizes.</summary>
public sealed record ScalarValue(Scalar Scalar) : Value;

/// <summary>A position, counted from the start or, as in <c>^1</c>, from the end.</summary>
public sealed record IndexValue(Dim Offset, bool FromEnd) : Value;

/// <summary>A range of positions; an end that is left out is null.</summary>
public sealed record RangeValue(IndexValue? Start, IndexValue? End) : Value;

public sealed record BoolValue(bool Value) : Value;

public sealed record TextValue(string Text) : Value;

/// <summary>A collection expression, an array, or several parts of a split.</summary>
public sealed record ListValue(IReadOnlyList<Value> Items) : Value;

/// <summary>A tuple, with its element names where it has them.</summary>
public sealed record TupleValue(IReadOnlyList<Value> Items) : Value;

/// <summary>A lambda, a local function or a helper method that is passed to an op.</summary>
public abstract record FunctionValue : Value
{
    /// <summary>What it returns for the arguments, as many as it has parameters.</summary>
    public abstract Value Invoke(IReadOnlyList<Value> arguments);

    /// <summary>What to throw where the function's last result does not fit.</summary>
    public virtual Exception Refuse(ShapeException cause) => cause;
}

/// <summary>An argument that is null.</summary>
public sealed record NullValue : Value;
