using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.Testing.Tests.Mutations;

/// <summary>What became of a mutant.</summary>
internal enum Verdict
{
    /// <summary>It is no C#, with or without DLCompiler.</summary>
    NotCSharp,

    /// <summary>It got one error of DLCompiler's, in its source; where models share a block, one in each of them.</summary>
    Refused,

    /// <summary>It compiled, and agrees with its eager execution.</summary>
    Agrees,

    /// <summary>Neither.</summary>
    Wrong,
}

/// <summary>Compiles a changed network, and runs it if that is possible.</summary>
internal static class Mutant
{
    private const double Tolerance = 2e-3;

    public static (Verdict Verdict, string Reason) Judge(string source)
    {
        var compilation = ModelCompiler.Compile(source);
        var errors = compilation.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        string all = string.Join("\n    ", errors);
        if (errors.Any(e => e.Id == "DLC9000")) return (Verdict.Wrong, all);
        if (errors.Any(e => IsGenerated(e.Location))) return (Verdict.Wrong, "an error in generated code: " + all);
        if (errors.Any(e => e.Id == "CS8795")) return (Verdict.Wrong, "a member without a body: " + all);
        if (errors.Any(e => e.Id.StartsWith("CS", StringComparison.Ordinal))) return (Verdict.NotCSharp, all);
        if (errors.Count > errors.Select(ClassAround).Distinct().Count()) return (Verdict.Wrong, "several errors: " + all);
        if (errors.Count > 0) return (Verdict.Refused, all);
        return Run(compilation) is { } wrong ? (Verdict.Wrong, wrong) : (Verdict.Agrees, "");
    }

    private static bool IsGenerated(Location location) =>
        location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) ?? true;

    /// <summary>The class whose mistake it is.</summary>
    private static SyntaxNode? ClassAround(Diagnostic error) =>
        error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>What is wrong when all models run; null for nothing.</summary>
    private static string? Run(ModelCompilation compilation)
    {
        using var assembly = compilation.LoadAssembly();
        return compilation.Models.Select(name => Run(assembly, name)).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? Run(LoadedAssembly assembly, string name)
    {
        using var model = new LoadedModel((IModel)assembly.Create(name));
        var type = model.Model.GetType();
        var forward = type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Single(m => m.GetCustomAttribute<ForwardAttribute>() is not null);
        var symbols = new Dictionary<string, int>(StringComparer.Ordinal);
        object?[] inputs = [.. forward.GetParameters().Select(p => Input(p, symbols))];
        if (inputs.Contains(null)) return null;
        var compiled = Results(() => Call(model, nameof(LoadedModel.Predict), forward.ReturnType, inputs!));
        var eager = Results(() => Call(model, nameof(LoadedModel.EagerForward), forward.ReturnType, inputs!));
        if (compiled.Refusal is not null && eager.Refusal is not null) return null;
        if ((compiled.Refusal ?? eager.Refusal) is { } refusal)
            return $"{name}: only {(compiled.Refusal is null ? "eager" : "compiled")} execution refuses: {refusal}";
        return compiled.Tensors.Zip(eager.Tensors).Select(Difference).FirstOrDefault(d => d is not null) is { } difference
            ? $"{name}: {difference}"
            : null;
    }

    private static string? Difference((Tensor Compiled, Tensor Eager) results)
    {
        var (compiled, eager) = results;
        if (!compiled.Shape.SequenceEqual(eager.Shape))
            return $"compiled {Text(compiled)}, eager {Text(eager)}";
        float[] a = compiled.ToSingles(), b = eager.ToSingles();
        double largest = b.Where(float.IsFinite).Select(v => Math.Abs((double)v)).DefaultIfEmpty(0).Max();
        for (int i = 0; i < a.Length; i++)
        {
            bool same = float.IsFinite(b[i])
                ? Math.Abs(a[i] - b[i]) <= Tolerance * Math.Max(largest, 1e-3)
                : !float.IsFinite(a[i]);
            if (!same) return $"element {i} is {a[i]} compiled, {b[i]} eager";
        }

        return null;
    }

    private static string Text(Tensor tensor) => $"[{string.Join(", ", tensor.Shape.ToArray())}]";

    /// <summary>An input of a shape of numbers, symbols and multiples of symbols; null for any other.</summary>
    private static object? Input(System.Reflection.ParameterInfo parameter, Dictionary<string, int> symbols)
    {
        var shape = new List<int>();
        foreach (object size in parameter.GetCustomAttribute<ShapeAttribute>()!.Dimensions)
        {
            if ((size is int number ? number : SizeOf((string)size, symbols)) is not { } known) return null;
            shape.Add(known);
        }

        int count = shape.Aggregate(1, (product, size) => product * size);
        if (parameter.ParameterType == typeof(IntTensor)) return new IntTensor([.. Enumerable.Repeat(1, count)], [.. shape]);
        var random = new Random(parameter.Position);
        return new Tensor([.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)], [.. shape]);
    }

    /// <summary>The value of <c>T</c> or <c>4*T</c>; null for any other expression.</summary>
    private static int? SizeOf(string size, Dictionary<string, int> symbols)
    {
        string[] factors = size.Split('*');
        string symbol = factors[^1];
        int factor = 1;
        if (factors.Length > 2 || !symbol.All(char.IsLetter)) return null;
        if (factors.Length == 2 && !int.TryParse(factors[0], CultureInfo.InvariantCulture, out factor)) return null;
        if (!symbols.TryGetValue(symbol, out int value)) symbols[symbol] = value = Smallest(symbol, factor) + symbols.Count;
        return factor * value;
    }

    /// <summary>
    /// Small sizes, but images that strides do not shrink to a single line: that would be repeated eagerly by chance, where
    /// generated code refuses it, as it does for all other heights.
    /// </summary>
    private static int Smallest(string symbol, int factor) => symbol switch
    {
        "N" => 2,
        "H" or "W" => Math.Max(6, 36 / factor),
        _ => 6,
    };

    private static object Call(LoadedModel model, string method, Type result, object[] inputs)
    {
        var generic = typeof(LoadedModel).GetMethods().Single(m => m.Name == method && m.IsGenericMethodDefinition);
        return generic.MakeGenericMethod(result)
            .Invoke(model, BindingFlags.DoNotWrapExceptions, null, [inputs], CultureInfo.InvariantCulture)!;
    }

    private static (IReadOnlyList<Tensor> Tensors, string? Refusal) Results(Func<object> run)
    {
        try
        {
            object result = run();
            return result is System.Runtime.CompilerServices.ITuple tuple
                ? ([.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>()], null)
                : ([(Tensor)result], null);
        }
        catch (Exception e) when (e is ModelShapeException or ArgumentException or InvalidOperationException)
        {
            return ([], $"{e.GetType().Name}: {e.Message}");
        }
    }
}
