using System.Text.RegularExpressions;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Calls of ops, layers and helper methods, and the operators on tensors, which are ops too.</summary>
internal sealed class CallTracer(TraceRun run, Frame frame, ExpressionTracer expressions)
{
    private SpecBody Body => frame.Body;

    public Value Call(int index, string? name)
    {
        var node = Body.Nodes[index];
        return node.Kind switch
        {
            SpecKind.Op => Op(node.Text, index, name, Arguments(index)),
            SpecKind.Layer => Layer(node.Text, index, name),
            SpecKind.Kernel => Kernel(frame.Instance.Kernel(node.Text), index, name),
            _ => Helper(node.Text, index, name),
        };
    }

    /// <summary>An operator with a tensor among its operands.</summary>
    public Value Operator(string op, int index, string? name, Value x, Value? y = null)
    {
        var arguments = new Dictionary<string, TracedArgument>(StringComparer.Ordinal) { ["x"] = new(x, index + 1) };
        if (y is not null) arguments["y"] = new(y, Body.Child(index, 1));
        return Op(op, index, name, arguments);
    }

    /// <summary>The indexer of a tensor.</summary>
    public Value Slice(int index, string? name)
    {
        int[] children = [.. Body.Children(index)];
        var items = new ListValue([.. children.Skip(1).Select(c => expressions.Evaluate(c))]);
        var arguments = new Dictionary<string, TracedArgument>(StringComparer.Ordinal)
        {
            ["x"] = new(expressions.Evaluate(children[0]), children[0]),
            ["indices"] = new(items, index),
        };
        return Op("Slice", index, name, arguments);
    }

    private Value Op(string op, int index, string? name, IReadOnlyDictionary<string, TracedArgument> arguments)
    {
        var definition = OpRegistry.Find(op)
            ?? throw frame.Stop("DLC0002", $"'{op}' is no operation that a network can contain", index);
        using var guards = Guards(index);
        int checks = run.Guards.Count;
        try
        {
            var call = OpCall(run, frame, Values(arguments));
            var origin = frame.OriginOf(index, name);
            var result = Attribute(Limits.CheckResult(definition.Build(call)), origin);
            run.Called(new TracedCall(op, null, arguments, result, origin) { Pin = Pin() }, frame);
            return result;
        }
        catch (ShapeException e)
        {
            int place = e.Argument is { } argument && arguments.TryGetValue(argument, out var named)
                ? named.Index
                : index;
            throw frame.Stop(e.Rule, e.Part is null ? InUsersWords(e.Message, arguments) : e.Message, place, Operands(arguments.Values))
                .With(Mend(e.Rule));
        }

        EquatableArray<Remedy> Mend(string rule) => new Remedies(run, frame, index, arguments)
            .OfOp(rule, values => definition.Build(OpCall(run.Fresh(), frame, values)));

        PinnedSize? Pin()
        {
            foreach (var guard in run.Guards.Skip(checks))
            {
                if (guard.Condition is not { Operator: "==" } equal) continue;
                if (Pinned(equal.Left, equal.Right) is not var (varying, value)) continue;
                string rule = op switch { "Reshape" => "DLC1003", "MatMul" => "DLC1004", _ => "DLC1001" };
                return new PinnedSize(varying, value, Mend(rule));
            }

            return null;
        }
    }

    /// <summary>
    /// The size that must be a constant for both sides to be equal: <c>T</c> must be 1 for N·T = N. Null where there is none.
    /// </summary>
    private static (Dim Varying, Dim Value)? Pinned(Dim left, Dim right)
    {
        if (left.IsConstant) return right.IsPolynomial ? (right, left) : null;
        if (right.IsConstant) return left.IsPolynomial ? (left, right) : null;
        return (Quotient(left, right) ?? Quotient(right, left)) is { } quotient ? (quotient, Dim.One) : null;

        static Dim? Quotient(Dim x, Dim y) =>
            x.DivideExactly(y) is { IsPolynomial: true, IsConstant: false } exact ? exact : null;
    }

    /// <summary>A call of an op in a method that is traced.</summary>
    internal static OpCall OpCall(TraceRun run, Frame frame, IReadOnlyDictionary<string, Value> values) =>
        new(run, frame.Instance.Prefix, values.ToDictionary(v => v.Key, v => Sizes(frame, v.Value), StringComparer.Ordinal));

    private Value Layer(string layerName, int index, string? name)
    {
        var layer = frame.Instance.Layer(layerName);
        var arguments = Arguments(index);
        IReadOnlyList<Value> inputs = [.. layer.Parameters.Select(p => arguments[p.Name].Value)];
        var origin = frame.OriginOf(index, name ?? layerName);
        if (layer.Block is not null)
        {
            var value = new BlockTracer(run, frame, layer, index, Operands(arguments.Values)).Run(inputs, origin);
            run.Called(new TracedCall(layer.BlockName!, layer, arguments, value, origin), frame);
            return value;
        }

        var definition = OpRegistry.FindLayer(layer.Definition)
            ?? throw frame.Stop("DLC0005", $"[{layer.Definition}] is no layer that the compiler knows", index);
        var call = new TracedLayerCall(run, frame.Instance, layer, definition, inputs, origin with { Name = layerName });
        using var guards = Guards(index);
        try
        {
            if (call.Missing is { } input) throw new ShapeException("DLC0002", $"[{layer.Definition}] takes a tensor as '{input}', and gets null", input);
            var result = Attribute(Limits.CheckResult(definition.Build(call)), origin);
            if (result is TupleValue several && layer.Results.Count == 1) result = several.Items[0];
            foreach (var update in call.Updates) Graph.Attribute(update, origin with { Name = null });
            run.LayerCalled(frame.Instance.Prefix + layerName, layer.Definition, inputs, result, call.Used);
            run.Called(new TracedCall(layer.Definition, layer, arguments, result, origin), frame);
            return result;
        }
        catch (ShapeException e) when (e.Argument is { } named && call.Argument(named) is { } argument)
        {
            var place = new SpecPlace(layer.Place, argument.Index);
            var use = new RelatedPlace(new SpecPlace(Body.Id, index), $"'{origin.Text}' calls it");
            throw frame.Stop(
                e.Rule, e.Message, place, $"[{layer.Definition}] {layerName}", [use, .. Operands(arguments.Values)])
                .In(place, e.Part).With(LayerRemedies());
        }
        catch (ShapeException e)
        {
            int place = e.Argument is { } named && call.ParameterOf(named) is { } parameter ? arguments[parameter].Index : index;
            throw frame.Stop(e.Rule, e.Message, place, Operands(arguments.Values)).With(LayerRemedies());
        }

        EquatableArray<Remedy> LayerRemedies() => new Remedies(run, frame, index, arguments).OfLayer(layer, (changed, values) =>
            definition.Build(new TracedLayerCall(
                run.Fresh(), frame.Instance, changed, definition, [.. layer.Parameters.Select(p => values[p.Name])], origin)));
    }

    private Value Kernel(KernelSpec kernel, int index, string? name)
    {
        var (arguments, origin) = (Arguments(index), frame.OriginOfCall(index, name));
        var result = new KernelTracer(run, frame, kernel).Run(Values(arguments), origin);
        run.Called(new TracedCall($"[Kernel] {kernel.Name}", null, arguments, result, origin), frame);
        return result;
    }

    private Value Helper(string id, int index, string? name)
    {
        var helper = frame.Instance.Helper(id);
        if (helper.Gradient is not null) return Function(helper, index, name);
        var lexical = helper.Parent is { } parent ? frame.Declaring(parent) : null;
        var inner = new Frame(frame.Instance, helper, lexical, frame.OriginOf(index, name)) { ResultName = name };
        foreach (var argument in Arguments(index)) inner.Declare(argument.Key, argument.Value.Value);
        return StatementTracer.Run(run, inner);
    }

    /// <summary>A call of a method with its own gradient, which is one op.</summary>
    private Value Function(SpecBody helper, int index, string? name)
    {
        var arguments = Arguments(index);
        var result = new FunctionTracer(run, frame, helper, index, name).Run(Values(arguments));
        run.Called(new TracedCall($"[Gradient] {helper.Name}", null, arguments, result, frame.OriginOf(index, name)), frame);
        return result;
    }

    private static Dictionary<string, Value> Values(IReadOnlyDictionary<string, TracedArgument> arguments) =>
        arguments.ToDictionary(a => a.Key, a => a.Value.Value, StringComparer.Ordinal);

    /// <summary>The arguments by parameter name, in the order in which C# evaluates them.</summary>
    private Dictionary<string, TracedArgument> Arguments(int index)
    {
        var arguments = new Dictionary<string, TracedArgument>(StringComparer.Ordinal);
        foreach (int child in Body.Children(index))
        {
            var node = Body.Nodes[child];
            arguments[node.Text] = node.Kind == SpecKind.ParamsArgument
                ? new(new ListValue([.. Body.Children(child).Select(c => expressions.Evaluate(c))]), index)
                : new(expressions.Evaluate(child + 1), child + 1);
        }

        return arguments;
    }

    /// <summary>An op names its operands by its parameters; a message, by what the user wrote for them.</summary>
    private string InUsersWords(string message, IReadOnlyDictionary<string, TracedArgument> arguments) =>
        Regex.Replace(message, "'([A-Za-z]+)'", match =>
            arguments.TryGetValue(match.Groups[1].Value, out var argument) && argument.Value is TensorValue
                ? $"'{SpecPrinter.Expression(Body, argument.Index)}'"
                : match.Value);

    /// <summary>What the shapes of a call leave open becomes guards of the run.</summary>
    private Constraints Guards(int index) =>
        Constraints.Open((condition, message) => run.Guard(condition, message, new SpecPlace(Body.Id, index)));

    /// <summary>What the tensors of a call are and where they come from, for messages.</summary>
    private RelatedPlace[] Operands(IEnumerable<TracedArgument> arguments) =>
        [.. from argument in arguments.Select(a => (a.Index, Node: (a.Value as TensorValue)?.Node))
            where argument.Node is not null
            let origin = argument.Node.Origin
            let text = SpecPrinter.Expression(Body, argument.Index)
            let source = origin is null || origin.Text == text ? "" : $" from {origin.Text}"
            let place = origin is null
                ? new SpecPlace(Body.Id, argument.Index)
                : new SpecPlace(origin.Body, origin.Index)
            select new RelatedPlace(place, $"'{text}' is {argument.Node.Type}{source}")];

    /// <summary>
    /// The value with symbol expressions among the items of a list, as in Reshape(x, "N", -1), made sizes.
    /// </summary>
    private static Value Sizes(Frame frame, Value value) => value is ListValue list && list.Items.Any(i => i is TextValue)
        ? new ListValue(
            [.. list.Items.Select(i => i is TextValue text ? new SizeValue(frame.Instance.Dimension(text.Text)) : i)])
        : value;

    /// <summary>Notes the origin of the nodes that a call made.</summary>
    private static Value Attribute(Value value, Origin origin)
    {
        switch (value)
        {
            case TensorValue tensor:
                var open = new Stack<Node>([tensor.Node]);
                while (open.Count > 0)
                {
                    var node = open.Pop();
                    if (node.Origin is not null) continue;
                    node.From(origin);
                    foreach (var input in node.Inputs) open.Push(input);
                }

                break;
            case ListValue list:
                foreach (var item in list.Items) Attribute(item, origin);
                break;
            case TupleValue tuple:
                foreach (var item in tuple.Items) Attribute(item, origin);
                break;
            default:
                break;
        }

        return value;
    }
}
