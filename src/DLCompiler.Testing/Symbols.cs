using System.Reflection;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Testing;

/// <summary>The sizes that a model's symbols have for given tensors.</summary>
internal static class Symbols
{
    /// <summary>
    /// The symbols that are dimensions as they stand, or alone in one that is a multiple and a sum, such as <c>2*T+1</c>; others are not.
    /// </summary>
    public static Dictionary<string, int> Of(IModel model, IEnumerable<(string Name, object Tensor)> tensors)
    {
        var given = tensors.ToDictionary(t => t.Name, t => t.Tensor, StringComparer.OrdinalIgnoreCase);
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in Entries(model.GetType()).SelectMany(m => m.GetParameters()))
        {
            if (parameter.GetCustomAttribute<ShapeAttribute>() is not { Dimensions: var dimensions }
                || !given.TryGetValue(parameter.Name!, out object? tensor))
                continue;
            var shape = tensor switch { Tensor t => t.Shape, IntTensor t => t.Shape, _ => [] };
            for (int axis = 0; axis < Math.Min(shape.Length, dimensions.Length); axis++)
            {
                if (dimensions[axis] is string text && Solve(DimParser.Parse(text), shape[axis]) is var (symbol, size)) sizes[symbol] = size;
            }
        }

        return sizes;
    }

    /// <summary>The only symbol of a dimension, and its value where the dimension has a size; null where it is not linear.</summary>
    private static (string Symbol, int Value)? Solve(Dim dimension, int size)
    {
        if (dimension.Symbols() is not [var symbol] || !dimension.IsPolynomial) return null;
        long At(long value) => dimension.Evaluate(_ => value);
        long slope = At(2) - At(1);
        return At(3) - At(2) == slope && slope != 0 ? (symbol, (int)(((size - At(1)) / slope) + 1)) : null;
    }

    private static IEnumerable<MethodInfo> Entries(Type model) =>
        model.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => m.IsDefined(typeof(ForwardAttribute)) || m.IsDefined(typeof(LossAttribute)));
}
