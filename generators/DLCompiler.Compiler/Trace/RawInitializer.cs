using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// How a parameter that is declared as a property starts: zeros unless its <c>Init</c> says otherwise.
/// </summary>
internal static class RawInitializer
{
    /// <exception cref="ShapeException">The initialiser scales by fans, and the parameter is no matrix
    /// (DLC1006).</exception>
    public static Initializer Of(ParameterSpec parameter, Shape shape)
    {
        string name = "Default";
        double? number = null;
        foreach (var argument in parameter.Arguments)
        {
            if (argument.Name == "Init") name = argument.Value.Text;
            if (argument.Name == "InitValue" && !double.IsNaN(argument.Value.Number)) number = argument.Value.Number;
        }

        bool scales = name.StartsWith("Kaiming", StringComparison.Ordinal)
            || name.StartsWith("Xavier", StringComparison.Ordinal);
        if (scales && shape.Rank < 2)
        {
            throw new ShapeException(
                "DLC1006",
                $"'{parameter.Member.Name}' is {shape}, but an initialiser that scales by fans needs rank 2 or more");
        }

        var rest = Dim.Product(shape.Dims.Skip(2));
        var fans = scales ? new Fans(shape[1] * rest, shape[0] * rest) : default;
        return Initialization.Of(name, number, fans, Initializer.Zeros);
    }
}
