using System.Linq.Expressions;
using System.Reflection;
using Parameter = System.Reflection.ParameterInfo;

namespace DLCompiler.Testing;

/// <summary>Calls of methods over spans, which reflection alone cannot make.</summary>
public static class SpanCall
{
    /// <summary>
    /// A call of the overload that takes only spans and integers, on given arrays and integers. It allocates nothing
    /// itself, and can be made again and again.
    /// </summary>
    /// <typeparam name="TDelegate"><see cref="Action"/>, or a function that returns what the method does.</typeparam>
    /// <param name="target">The object.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="argument">The array or integer for each parameter, by its name.</param>
    /// <exception cref="ArgumentException">There is no such overload.</exception>
    public static TDelegate Bind<TDelegate>(object target, string method, Func<string, object> argument)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(argument);
        var overload = Overload(target, method, typeof(TDelegate).GetMethod("Invoke")!.ReturnType);
        var arguments = overload.GetParameters()
            .Select(p => Expression.Convert(Expression.Constant(argument(p.Name!)), p.ParameterType));
        return Expression.Lambda<TDelegate>(
            Expression.Call(Expression.Constant(target), overload, arguments)).Compile();
    }

    /// <summary>The overload that takes only spans and integers.</summary>
    internal static MethodInfo Overload(object target, string method, Type returned) =>
        target.GetType().GetMethods()
            .SingleOrDefault(m => m.Name == method && m.ReturnType == returned && m.GetParameters().All(IsPlain))
        ?? throw new ArgumentException(
            $"{target.GetType().Name} has no {method} that takes spans and returns {returned.Name}.", nameof(method));

    private static bool IsPlain(Parameter parameter) =>
        parameter.ParameterType is var type
        && (type == typeof(int) || type == typeof(Span<float>) || type == typeof(Span<int>)
            || type == typeof(ReadOnlySpan<float>) || type == typeof(ReadOnlySpan<int>));
}
