namespace DLCompiler.Compiler.Specs;

/// <summary>What a node of a spec body is. The comments name its text and its children.</summary>
public enum SpecKind
{
    // Statements

    /// <summary>Statements in order.</summary>
    Block,

    /// <summary>A statement that is an expression.</summary>
    Evaluate,

    /// <summary>
    /// A local called by the text, with its initial value where there is one; the constant is its type where C# cannot
    /// infer it.
    /// </summary>
    Declare,

    /// <summary>Condition, then, and else where there is one.</summary>
    If,

    /// <summary>Initialisation (a block), condition, increment (a block), body.</summary>
    For,

    /// <summary>Target, collection, body.</summary>
    ForEach,

    /// <summary>The value.</summary>
    Return,

    Break,

    Continue,

    // Targets of an assignment

    /// <summary>A new local called by the text.</summary>
    NewName,

    /// <summary>Takes a value and drops it.</summary>
    Discard,

    /// <summary>Targets in order.</summary>
    Deconstruct,

    // Expressions

    /// <summary>The call of the hand-written kernel of the text's id, with arguments.</summary>
    Kernel,

    /// <summary>A constant, folded.</summary>
    Constant,

    /// <summary>The local or parameter called by the text.</summary>
    Name,

    /// <summary>Target and value.</summary>
    Assign,

    /// <summary>Target and value; the text is the operator.</summary>
    CompoundAssign,

    /// <summary>A call of the op of that name; arguments.</summary>
    Op,

    /// <summary>A call of the layer of that name; arguments.</summary>
    Layer,

    /// <summary>A call of the helper method whose body has that id; arguments.</summary>
    Helper,

    /// <summary>
    /// A function written in place: the text has its parameters' names, separated by commas; the child is a block, or
    /// the return of its only expression.
    /// </summary>
    Lambda,

    /// <summary>The helper method whose body has that id, as a value.</summary>
    Function,

    /// <summary>The value for the parameter called by the text.</summary>
    Argument,

    /// <summary>The values for the <c>params</c> parameter called by the text.</summary>
    ParamsArgument,

    /// <summary>The default for the parameter called by the text.</summary>
    DefaultArgument,

    /// <summary>Left and right; the text is the operator's name: <c>Add</c>, <c>Less</c>, <c>AndAlso</c>.</summary>
    Binary,

    /// <summary>The operand; the text is the operator's name.</summary>
    Unary,

    /// <summary>A function of Math or MathF; the arguments.</summary>
    Math,

    /// <summary>A conversion to the type that the text names; the operand.</summary>
    Cast,

    /// <summary>A conversion that C# makes by itself; the operand.</summary>
    Convert,

    /// <summary>Condition, value if true, value if false.</summary>
    Conditional,

    /// <summary>The value, then arms.</summary>
    Switch,

    /// <summary>Pattern, guard where there is one, result.</summary>
    SwitchArm,

    /// <summary>Value and pattern.</summary>
    Is,

    /// <summary>Elements; the text has their names, separated by commas.</summary>
    Tuple,

    /// <summary>The tuple; the constant is the element's index, the text its name.</summary>
    TupleItem,

    /// <summary>Elements of a collection expression; with an element type as text, of an array.</summary>
    List,

    /// <summary>The length of an array whose elements are assigned later; the text is the element's type.</summary>
    NewList,

    /// <summary>The list whose elements are put in.</summary>
    Spread,

    /// <summary>List and index.</summary>
    Element,

    /// <summary>The list.</summary>
    Length,

    /// <summary>Tensor and the items between the brackets.</summary>
    Slice,

    /// <summary>Start and end, each possibly <see cref="Omitted"/>.</summary>
    Range,

    /// <summary>An index counted from the end; the operand.</summary>
    FromEnd,

    Omitted,

    /// <summary>Tensor and axis.</summary>
    SizeOf,

    /// <summary>The tensor.</summary>
    RankOf,

    /// <summary>The parameter or buffer of that name.</summary>
    Parameter,

    /// <summary>The size property of that name.</summary>
    Size,

    /// <summary>What is thrown where the value is reached; the text is the message.</summary>
    Throw,

    // Patterns

    AnyPattern,

    /// <summary>The constant.</summary>
    ConstantPattern,

    /// <summary>The constant to compare with; the text is the operator's name.</summary>
    RelationalPattern,

    NotPattern,

    AndPattern,

    OrPattern,
}

/// <summary>
/// A node of a spec body, which is a flat array in preorder: the children of the node at i start at i + 1, and the
/// node's subtree ends before i + <see cref="Extent"/>. An expression's identity is its index.
/// </summary>
public readonly record struct SpecNode(SpecKind Kind, int Extent, string Text, SpecConstant Constant);

/// <summary>The types that a constant of a spec can have.</summary>
public enum SpecType
{
    None,
    Null,
    Bool,
    Integer,

    /// <summary>float</summary>
    Single,

    /// <summary>double</summary>
    Double,
    Text,
    List,
}

/// <summary>A constant, compared to the bit: −0 is not 0, and NaN is itself.</summary>
public readonly record struct SpecConstant
{
    private readonly long _bits;
    private readonly string? _text;
    private readonly EquatableArray<SpecConstant> _items;

    private SpecConstant(SpecType type, long bits, string? text = null, EquatableArray<SpecConstant> items = default)
    {
        Type = type;
        _bits = bits;
        _text = text;
        _items = items;
    }

    public static SpecConstant Null => new(SpecType.Null, 0);

    public SpecType Type { get; }

    public bool Bool => _bits != 0;

    public long Integer => _bits;

    public double Number => Type == SpecType.Integer ? _bits : BitConverter.Int64BitsToDouble(_bits);

    public string Text => _text ?? "";

    public EquatableArray<SpecConstant> Items => _items;

    public static implicit operator SpecConstant(bool value) => new(SpecType.Bool, value ? 1 : 0);

    public static implicit operator SpecConstant(long value) => new(SpecType.Integer, value);

    public static implicit operator SpecConstant(float value) =>
        new(SpecType.Single, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator SpecConstant(double value) =>
        new(SpecType.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator SpecConstant(string value) => new(SpecType.Text, 0, value);

    public static SpecConstant List(IEnumerable<SpecConstant> items) =>
        new(SpecType.List, 0, null, items.ToEquatableArray());

    /// <summary>The constant of a boxed value; null where the front end has no use for its type.</summary>
    public static SpecConstant? Of(object? value) => value switch
    {
        null => Null,
        bool b => b,
        string s => s,
        float f => f,
        double d => d,
        char c => (long)c,
        sbyte or byte or short or ushort or int or uint or long =>
            System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        _ => (SpecConstant?)null,
    };

    public override string ToString() => SpecPrinter.Print(this);
}
