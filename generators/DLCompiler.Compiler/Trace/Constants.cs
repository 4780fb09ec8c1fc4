using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Constants of a spec as values.</summary>
internal static class Constants
{
    public static Value ToValue(SpecConstant constant) => constant.Type switch
    {
        SpecType.Null => new NullValue(),
        SpecType.Bool => new BoolValue(constant.Bool),
        SpecType.Integer => new SizeValue(constant.Integer),
        SpecType.Single or SpecType.Double => new ScalarValue(constant.Number),
        SpecType.Text => new TextValue(constant.Text),
        SpecType.List => new ListValue([.. constant.Items.Select(ToValue)]),
        _ => throw new InvalidOperationException($"{constant.Type} is no value."),
    };

    /// <summary>An attribute's argument, whose texts are sizes where the attribute declares an object.</summary>
    public static Value ToValue(AttributeArgument argument, Func<string, Dim> dimension) =>
        argument.IsSize ? ToSize(argument.Value, dimension) : ToValue(argument.Value);

    private static Value ToSize(SpecConstant constant, Func<string, Dim> dimension) => constant.Type switch
    {
        SpecType.Text => new SizeValue(dimension(constant.Text)),
        SpecType.List => new ListValue([.. constant.Items.Select(i => ToSize(i, dimension))]),
        _ => ToValue(constant),
    };
}
