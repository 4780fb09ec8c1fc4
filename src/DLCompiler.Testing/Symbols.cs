using System.Reflection;

namespace DLCompiler.Testing;

/// <summary>The sizes that a model's symbols have for given tensors.</summary>
internal static class Symbols
{
    /// <summary>
    /// The symbols that are dimensions as they stand; those that occur only in arithmetic, such as <c>2*T</c>, are not.
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
                if (dimensions[axis] is string symbol) sizes[symbol] = shape[axis];
            }
        }

        return sizes;
    }

    private static IEnumerable<MethodInfo> Entries(Type model) =>
        model.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => m.IsDefined(typeof(ForwardAttribute)) || m.IsDefined(typeof(LossAttribute)));
}
