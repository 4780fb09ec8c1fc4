using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Calls of an op that is a hand-written kernel: shapes bind its symbols, and these give the result's shape.</summary>
/// <param name="run">The trace.</param>
/// <param name="frame">The frame of the op's method, whose body is the call of the kernel.</param>
/// <param name="kernel">The kernel.</param>
internal sealed class KernelTracer(TraceRun run, Frame frame, KernelSpec kernel)
{
    public Value Run(IReadOnlyDictionary<string, Value> arguments, Origin origin)
    {
        try
        {
            var tensors = kernel.Parameters.Where(p => p.Kind == SpecValueKind.Tensor).ToList();
            var inputs = tensors.ConvertAll(p => arguments[p.Name].AsNode()!);
            var symbols = new Unifier((condition, what) => run.Guard(condition, what, frame.CallPlace));
            foreach (var (parameter, node) in tensors.Zip(inputs, (p, n) => (p, n)))
            {
                if (parameter.Shape is { } dims)
                    symbols.Match(Pattern(dims), node.Shape, $"'{parameter.Name}' of {kernel.Name}");
            }

            if (symbols.Unbound().FirstOrDefault() is { } open)
                throw new ShapeException("DLC0008", $"the shapes do not determine '{open.TrimStart('?')}' of {kernel.Name}");
            var shape = kernel.Result is { } result
                ? Shape.Of(result.Select(d => DimParser.Parse(d, s => Symbol(symbols, s))))
                : inputs[0].Shape;
            var passed = kernel.Arguments.SelectMany(a => Passed(a, tensors, inputs, shape, arguments, symbols)).ToEquatableArray();
            var op = new OwnKernel(kernel.Member.Name, $"{kernel.Type.FullName}.{kernel.Bridge}", TensorType.Float(shape), passed);
            return new TensorValue(new Node(op, [.. inputs]).From(origin));
        }
        catch (ShapeException e)
        {
            throw frame.StopAtCall(e.Rule, e.Message);
        }
    }

    private static Shape Pattern(EquatableArray<string> dims) => Shape.Of(dims.Select(d => DimParser.Parse(d)));

    private static Dim? Symbol(Unifier symbols, string name) => symbols.Bindings.TryGetValue(name, out var size) ? size : null;

    private static IEnumerable<CallArgument> Passed(
        KernelArgument argument,
        List<SpecParameter> tensors,
        List<Node> inputs,
        Shape result,
        IReadOnlyDictionary<string, Value> arguments,
        Unifier symbols)
    {
        int input = tensors.FindIndex(t => t.Name == argument.Name);
        return argument.Kind switch
        {
            KernelArgumentKind.Input => [new OperandArgument(input), new SizeArgument(inputs[input].Shape.Count)],
            KernelArgumentKind.Result => [new ResultArgument(), new SizeArgument(result.Count)],
            KernelArgumentKind.Symbol => [new SizeArgument(symbols.Bindings[argument.Name])],
            _ => [Value(argument, arguments[argument.Name])],
        };
    }

    private static CallArgument Value(KernelArgument argument, Value value) => value switch
    {
        BoolValue flag => new FlagArgument(flag.Value),
        SizeValue size when argument.Type != "float" => new SizeArgument(size.Size),
        _ when value.AsScalar() is { } number => new NumberArgument(number),
        _ => throw new ShapeException("DLC0010", $"'{argument.Name}' must be known when the network is compiled", argument.Name),
    };
}
