using System.Reflection;
using Parameter = System.Reflection.ParameterInfo;

namespace DLCompiler.Testing;

/// <summary>Calls of a model's methods with tensors.</summary>
internal static class MethodCall
{
    /// <summary>Calls the overload that takes tensors. Further parameters may be left out where they are optional.</summary>
    public static T Tensors<T>(object target, string method, object[] arguments)
    {
        var overload = target.GetType().GetMethods().FirstOrDefault(m => m.Name == method && TakesTensors(m.GetParameters()))
            ?? throw new ArgumentException(
                $"{target.GetType().Name} has no {method} that takes tensors. "
                + "It exists where every size follows from the tensors' shapes, and the loss where there is one.");
        var parameters = overload.GetParameters();
        var all = new object?[parameters.Length];
        bool fits = arguments.Length <= all.Length;
        for (int i = 0; fits && i < all.Length; i++)
        {
            all[i] = i < arguments.Length ? Widened(arguments[i], parameters[i]) : parameters[i].DefaultValue;
            fits = i < arguments.Length ? parameters[i].ParameterType.IsInstanceOfType(all[i]) : parameters[i].IsOptional;
        }

        if (!fits) throw Unlike(method, parameters, arguments);
        object result = overload.Invoke(target, BindingFlags.DoNotWrapExceptions, null, all, null)!;
        if (result is T typed) return typed;
        string returned = Name(overload.ReturnType);
        throw new ArgumentException($"{method} returns {returned}: ask for {method}<{returned}>.");
    }

    /// <summary>
    /// Calls the overload that takes spans, and perhaps sizes that lengths leave open: they are what the tensors' shapes
    /// say, or numbers after the tensors.
    /// </summary>
    public static float Batch(IModel model, object target, string method, object[] batch)
    {
        var parameters = SpanCall.Overload(target, method, typeof(float)).GetParameters();
        var tensors = parameters.Where(p => p.ParameterType != typeof(int)).ToList();
        var given = new Queue<int>(batch.Skip(tensors.Count).OfType<int>());
        if (batch.Length != tensors.Count + given.Count) throw Unlike(method, parameters, batch);
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (tensor, elements) in tensors.Zip(batch))
            values[tensor.Name!] = Elements(elements, tensor.ParameterType) ?? throw Unlike(method, parameters, batch);
        var sizes = Symbols.Of(model, tensors.Select(t => t.Name!).Zip(batch));
        foreach (string size in parameters.Where(p => p.ParameterType == typeof(int)).Select(p => p.Name!))
        {
            if (given.TryDequeue(out int number) || sizes.TryGetValue(size, out number)) values[size] = number;
            else throw new ArgumentException($"{method} needs {size}, which no shape states: give it after the tensors.");
        }

        return SpanCall.Bind<Func<float>>(target, method, name => values[name])();
    }

    private static bool TakesTensors(Parameter[] parameters) =>
        parameters.Any(p => p.ParameterType == typeof(Tensor) || p.ParameterType == typeof(IntTensor))
        && parameters.All(p => !p.ParameterType.IsByRefLike && !p.ParameterType.IsByRef);

    private static Array? Elements(object tensor, Type span) => tensor switch
    {
        Tensor floats when span == typeof(ReadOnlySpan<float>) => floats.ToSingles(),
        float[] floats when span == typeof(ReadOnlySpan<float>) => floats,
        IntTensor integers when span == typeof(ReadOnlySpan<int>) => integers.Values.ToArray(),
        int[] integers when span == typeof(ReadOnlySpan<int>) => integers,
        _ => null,
    };

    private static object Widened(object argument, Parameter parameter) =>
        argument is int number && parameter.ParameterType == typeof(long) ? (long)number : argument;

    private static ArgumentException Unlike(string method, Parameter[] parameters, object[] given) => new(
        $"{method} takes ({string.Join(", ", parameters.Select(p => $"{Name(p.ParameterType)} {p.Name}"))}), "
        + $"not ({string.Join(", ", given.Select(g => Name(g?.GetType() ?? typeof(object))))}). "
        + "Tensors of floats are Tensor, those of integers are IntTensor.");

    private static string Name(Type type)
    {
        if (type == typeof(int)) return "int";
        if (type == typeof(float)) return "float";
        if (!type.IsGenericType) return type.Name;
        string arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return type.Name.StartsWith("ValueTuple", StringComparison.Ordinal)
            ? $"({arguments})"
            : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
    }
}
