using System.Linq.Expressions;

namespace DLCompiler.Models.Tests.Support;

/// <summary>Calls of methods over spans, which reflection alone cannot make.</summary>
internal static class SpanCall
{
    /// <summary>
    /// A call of the overload that takes only spans and integers, on given arrays and integers. It allocates nothing
    /// itself, and can be made again and again.
    /// </summary>
    /// <typeparam name="TDelegate"><see cref="Action"/>, or a function that returns what the method does.</typeparam>
    /// <param name="target">The object.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="argument">The array or integer for each parameter, by its name.</param>
    public static TDelegate Bind<TDelegate>(object target, string method, Func<string, object> argument)
        where TDelegate : Delegate
    {
        var returned = typeof(TDelegate).GetMethod("Invoke")!.ReturnType;
        var overload = target.GetType().GetMethods()
            .Single(m => m.Name == method && m.ReturnType == returned && m.GetParameters().All(IsPlain));
        var arguments = overload.GetParameters()
            .Select(p => Expression.Convert(Expression.Constant(argument(p.Name!)), p.ParameterType));
        return Expression.Lambda<TDelegate>(
            Expression.Call(Expression.Constant(target), overload, arguments)).Compile();
    }

    private static bool IsPlain(System.Reflection.ParameterInfo parameter) =>
        parameter.ParameterType is var type
        && (type == typeof(int) || type == typeof(Span<float>)
            || type == typeof(ReadOnlySpan<float>) || type == typeof(ReadOnlySpan<int>));
}
