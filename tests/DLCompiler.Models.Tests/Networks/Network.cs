using System.Globalization;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Networks;

/// <summary>
/// A network of expressions. Its loss is the sum of all results, each element with a weight of its own, and every input
/// is shifted by a parameter, so that gradients reach the inputs.
/// </summary>
internal sealed class Network(IReadOnlyList<Expression> results)
{
    public IReadOnlyList<Expression> Results => results;

    /// <summary>All expressions, operands first.</summary>
    public IReadOnlyList<Expression> Expressions { get; } = Sort(results);

    private IEnumerable<Expression> Inputs => Expressions.Where(e => e.Input is not null);

    private bool IsTuple => results.Count > 1;

    /// <summary>The C# of the model.</summary>
    public ModelSource ToSource(string name)
    {
        var names = Expressions.Select((e, i) => (e, i)).ToDictionary(p => p.e, p => $"v{Text(p.i)}");
        string[] returned = [.. results.Select(r => names[r])];
        string type = IsTuple ? $"({string.Join(", ", results.Select((_, i) => $"Tensor R{Text(i)}"))})" : "Tensor";
        var inputs = Inputs.Select(i => $"[Shape({Dimensions(i.Shape)})] Tensor {i.Input}");
        var lines = Expressions.Select(e => $"var {names[e]} = {e.Print(o => names[o])};");
        var lossParameters = results.Select((_, i) => $"Tensor r{Text(i)}")
            .Concat(results.Select((r, i) => $"[Shape({Dimensions(r.Shape)})] Tensor {Weight(i)}"));
        var terms = results.Select((_, i) => $"Sum(r{Text(i)} * {Weight(i)})");
        return new ModelSource(name, $$"""
            [Model]
            public partial class {{name}}
            {
                {{string.Join("\n    ", Expressions.Select(e => e.Member).Where(m => m is not null).Distinct())}}

                [Forward]
                private {{type}} Forward({{string.Join(", ", inputs)}})
                {
                    {{string.Join("\n        ", lines)}}
                    return {{(IsTuple ? $"({string.Join(", ", returned)})" : returned[0])}};
                }

                [Loss]
                private static Tensor Loss({{string.Join(", ", lossParameters)}}) => {{string.Join(" + ", terms)}};
            }
            """);
    }

    /// <summary>Arguments of Forward, or, with <paramref name="training"/>, of the loss.</summary>
    public List<Argument> Arguments(int batch, bool training)
    {
        var sizes = Sizes(batch);
        var numbers = new Numbers(batch);
        var inputs = Inputs.Select(i => new CaseInput(i.Input!, TensorType.Float(i.Shape), null));
        var weights = results.Select((r, i) => new CaseInput(Weight(i), TensorType.Float(r.Shape), null));
        return [.. inputs.Concat(training ? weights : []).Select(i => Argument.Of(i, sizes, numbers))];
    }

    public static Dictionary<string, int> Sizes(int batch) => new() { ["N"] = batch };

    /// <summary>A shape as arguments of an attribute or of Reshape.</summary>
    public static string Dimensions(Shape shape) =>
        string.Join(", ", shape.Dims.Select(d => d.IsConstant ? d.ToString() : $"\"{d}\""));

    private static string Weight(int result) => $"weight{Text(result)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static List<Expression> Sort(IEnumerable<Expression> results)
    {
        var sorted = new List<Expression>();
        var seen = new HashSet<Expression>();
        foreach (var result in results) Visit(result);
        return sorted;

        void Visit(Expression expression)
        {
            if (!seen.Add(expression)) return;
            foreach (var operand in expression.Operands) Visit(operand);
            sorted.Add(expression);
        }
    }
}
