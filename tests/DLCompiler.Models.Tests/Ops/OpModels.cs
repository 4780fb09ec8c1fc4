using System.Globalization;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tests.Support;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Ops;

/// <summary>
/// Each case of each op as models: one that only computes it, and one that trains a shift of each input, whose gradient
/// is that of the input summed over its symbolic axes.
/// </summary>
internal static class OpModels
{
    /// <summary>Equal values are common where results are compared, and none are where differences are taken.</summary>
    private const double Grain = 0.125;

    /// <summary>The label of the training model: a weight for each element of the result.</summary>
    private const string Weight = "weightOfResult";

    public static IEnumerable<(string Name, OpCase Case)> All =>
        OpRegistry.Ops.SelectMany(op => op.Cases.Select((use, i) => (Name(op.Name, i), use)));

    public static IEnumerable<ModelSource> Sources => All.Where(c => c.Case.Fails is null).SelectMany(c =>
        IsTrained(c.Case) ? (ModelSource[])[Plain(c.Name, c.Case), Trained(c.Name, c.Case)] : [Plain(c.Name, c.Case)]);

    /// <summary>Whether a case has gradients to check.</summary>
    public static bool IsTrained(OpCase use) => use.Fails is null && use.Differentiable && FloatsOf(use).Any();

    public static string Name(string op, int index) => $"{op}{index.ToString(CultureInfo.InvariantCulture)}";

    public static string TrainedName(string name) => name + "Training";

    /// <summary>The parameter that shifts an input.</summary>
    private static string Shift(string input) => char.ToUpperInvariant(input[0]) + input[1..] + "Shift";

    public static OpCase Find(string name) => All.First(c => c.Name == name).Case;

    /// <summary>The arguments of a case's model.</summary>
    public static List<Argument> Arguments(OpCase use, IReadOnlyDictionary<string, int> sizes, bool training)
    {
        var numbers = new Numbers(sizes["N"], use.Domain, training ? 0 : Grain);
        List<Argument> arguments = [.. CaseInputs.Parse(use.Inputs).Select(i => Argument.Of(i, sizes, numbers))];
        if (!training) return arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Values is float[]) arguments[i] = argument with { Name = Unshifted(argument.Name) };
        }

        arguments.Add(Argument.Of(WeightOf(use), sizes, new Numbers(99)));
        return arguments;
    }

    private static string Unshifted(string input) => input + "In";

    public static ModelSource Plain(string name, OpCase use)
    {
        string parameters = string.Join(", ", CaseInputs.Parse(use.Inputs).Select(i => Parameter(i, i.Name)));
        return new ModelSource(name, $$"""
            [Model]
            public partial class {{name}}
            {
                [Forward]
                private Tensor Forward({{parameters}}) => {{use.Expression}};
            }
            """);
    }

    private static ModelSource Trained(string name, OpCase use)
    {
        var inputs = CaseInputs.Parse(use.Inputs);
        var floats = FloatsOf(use).ToList();
        var parameters = inputs.Select(i => Parameter(i, floats.Contains(i) ? Unshifted(i.Name) : i.Name));
        var shifts = floats.Select(i =>
            $"[Parameter({Dimensions(ShiftShape(i))})] private partial Tensor {Shift(i.Name)} {{ get; }}");
        var locals = floats.Select(i => $"var {i.Name} = {Unshifted(i.Name)} + {Shift(i.Name)};");
        var weight = WeightOf(use);
        return new ModelSource(TrainedName(name), $$"""
            [Model]
            public partial class {{TrainedName(name)}}
            {
                {{string.Join("\n    ", shifts)}}

                [Forward]
                private Tensor Forward({{string.Join(", ", parameters)}})
                {
                    {{string.Join("\n        ", locals)}}
                    return {{use.Expression}};
                }

                [Loss]
                private static Tensor Loss(Tensor result, {{Parameter(weight, weight.Name)}}) => Sum(result * {{Weight}});
            }
            """);
    }

    public static IEnumerable<CaseInput> FloatsOf(OpCase use) =>
        CaseInputs.Parse(use.Inputs).Where(i => i.Type.DType == DType.Float32);

    private static CaseInput WeightOf(OpCase use) =>
        new(Weight, TensorType.Float(CaseCompiler.Compile(use).AsNode()!.Shape), null);

    private static Shape ShiftShape(CaseInput input) =>
        Shape.Of(input.Type.Shape.Dims.Select(d => d.IsConstant ? d : Dim.One));

    private static string Parameter(CaseInput input, string name) =>
        $"[Shape({Dimensions(input.Type.Shape)})] {(input.Type.DType == DType.Int32 ? "IntTensor" : "Tensor")} {name}";

    private static string Dimensions(Shape shape) =>
        string.Join(", ", shape.Dims.Select(d => d.IsConstant ? d.ToString() : $"\"{d}\""));
}
