namespace DLCompiler.Compiler.Specs.Publishing;

/// <summary>
/// Specs, field by field. Each record is described once for both directions: a writer takes the fields and gives them back,
/// a reader is given nothing and makes them. What only the own generated part of a class needs is left out: signatures,
/// documentation, members that are no layers.
/// </summary>
internal abstract class SpecTransfer
{
    protected abstract string Text(string? value);

    protected abstract long Integer(long value);

    protected abstract T Word<T>(T value)
        where T : struct, Enum;

    /// <summary>What bodies, places and blocks are called: unique in their assembly.</summary>
    protected abstract string Id(string? value);

    /// <summary>Where a line of the text may begin.</summary>
    protected virtual void Line()
    {
    }

    /// <summary>How many items a list has.</summary>
    protected virtual int Count(int value) => (int)Integer(value);

    protected BlockSpec Block(BlockSpec? block) => new(Type(block?.Type))
    {
        Layers = List(block?.Layers, Layer),
        Parameters = List(block?.Parameters, Parameter),
        Sizes = List(block?.Sizes, Size),
        Requirements = List(block?.Requirements, Requirement),
        Forward = Entry(block?.Forward),
        Helpers = List(block?.Helpers, Body),
        Kernels = List(block?.Kernels, Kernel),
        Checkpoint = Bool(block?.Checkpoint),
    };

    protected FunctionSpec Function(FunctionSpec? function) =>
        new(Text(function?.Method), List(function?.Bodies, Body)) { Kernels = List(function?.Kernels, Kernel) };

    private TypeSpec Type(TypeSpec? type) => new(
        Text(type?.Namespace), List(type?.Containing, Containing), Text(type?.Keyword), Text(type?.Name),
        Text(type?.Accessibility))
    {
        MetadataName = Id(type?.MetadataName),
        FullName = Text(type?.FullName),
        FileName = Text(type?.FileName),
        HasInstances = Bool(type?.HasInstances),
        HasBase = Bool(type?.HasBase),
        IsOpen = Bool(type?.IsOpen),
    };

    private ContainingTypeSpec Containing(ContainingTypeSpec type) => new(Text(type.Keyword), Text(type.Name));

    private LayerSpec Layer(LayerSpec? layer)
    {
        Line();
        return new(
            Member(layer?.Member), Text(layer?.Definition), List(layer?.Parameters, Parameter),
            List(layer?.Arguments, Argument), Optional(layer?.Block, Id), Optional(layer?.BlockType, Text),
            List(layer?.Bindings, Argument))
        {
            Place = Id(layer?.Place),
            Results = List(layer?.Results, Result),
            Checkpoint = Bool(layer?.Checkpoint),
        };
    }

    private ParameterSpec Parameter(ParameterSpec? parameter)
    {
        Line();
        return new(
            Member(parameter?.Member), List(parameter?.Shape, Text), List(parameter?.Arguments, Argument),
            Bool(parameter?.Trained), Id(parameter?.Place));
    }

    private SizeSpec Size(SizeSpec? size)
    {
        Line();
        return new(Member(size?.Member), Id(size?.Place));
    }

    private RequirementSpec Requirement(RequirementSpec? requirement)
    {
        Line();
        return new(Text(requirement?.Text), List<NamedConstant>(requirement?.Constants, Constant), Id(requirement?.Place));
    }

    private NamedConstant Constant(NamedConstant constant) => new(Text(constant.Name), Integer(constant.Value));

    private MemberSpec Member(MemberSpec? member) => new(Text(member?.Name), "", (int)Integer(member?.Order ?? 0));

    private AttributeArgument Argument(AttributeArgument argument) => new(
        Text(argument.Name), Constant(argument.Value), Bool(argument.IsSize), (int)Integer(argument.Index));

    private ResultSpec Result(ResultSpec result) => new(Optional(result.Name, Text), Word(result.Kind));

    private EntrySpec? Entry(EntrySpec? entry) => new(
        Body(entry?.Body), Bool(entry?.IsStatic), Text(entry?.ReturnType), List(entry?.Results, Result));

    private SpecBody Body(SpecBody? body)
    {
        Line();
        return new(
            Id(body?.Id), Text(body?.Name), List(body?.Parameters, Parameter), List(body?.Nodes, Node),
            Optional(body?.Parent, Id))
        {
            Gradient = Optional(body?.Gradient, Id),
        };
    }

    private KernelSpec Kernel(KernelSpec? kernel)
    {
        Line();
        return new(
            Type(kernel?.Type), Member(kernel?.Member), List(kernel?.Parameters, Parameter),
            Bool(kernel?.Result is not null) ? List(kernel?.Result, Text) : null, Text(kernel?.Method),
            List(kernel?.Arguments, Argument))
        {
            IsPublic = Bool(kernel?.IsPublic),
            LacksBody = Bool(kernel?.LacksBody),
        };
    }

    private KernelArgument Argument(KernelArgument argument) =>
        new(Text(argument.Name), Word(argument.Kind), Text(argument.Type));

    private SpecParameter Parameter(SpecParameter? parameter) => new(
        Text(parameter?.Name), Word(parameter?.Kind ?? default), Text(parameter?.Type),
        Bool(parameter?.Shape is not null) ? List(parameter?.Shape, Text) : null);

    private SpecNode Node(SpecNode node)
    {
        var kind = Word(node.Kind);
        int extent = (int)Integer(node.Extent);
        string text = kind is SpecKind.Helper or SpecKind.Function or SpecKind.Kernel ? Id(node.Text) : Text(node.Text);
        return new(kind, extent, text, Constant(node.Constant));
    }

    private SpecConstant Constant(SpecConstant constant) => Word(constant.Type) switch
    {
        SpecType.None => default,
        SpecType.Null => SpecConstant.Null,
        SpecType.Bool => Bool(constant.Bool),
        SpecType.Integer => Integer(constant.Integer),
        SpecType.Single => (float)BitConverter.Int64BitsToDouble(Integer(constant.Integer)),
        SpecType.Double => BitConverter.Int64BitsToDouble(Integer(constant.Integer)),
        SpecType.Text => Text(constant.Text),
        SpecType.List => SpecConstant.List(List<SpecConstant>(constant.Items, Constant)),
        var type => throw new InvalidOperationException(type.ToString()),
    };

    private bool Bool(bool? value) => Integer(value == true ? 1 : 0) != 0;

    private string? Optional(string? value, Func<string?, string> transfer) =>
        Bool(value is not null) ? transfer(value) : null;

    private EquatableArray<T> List<T>(EquatableArray<T>? items, Func<T?, T> item)
    {
        var result = new T[Count(items?.Count ?? 0)];
        for (int i = 0; i < result.Length; i++) result[i] = item(items is { } list && i < list.Count ? list[i] : default);
        return new EquatableArray<T>(result);
    }
}
