using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// A use of a block: binds its symbols by the shapes that reach it and by name, and traces its Forward.
/// </summary>
internal sealed class BlockTracer(TraceRun run, Frame frame, LayerSpec layer, int index, RelatedPlace[] operands)
{
    private string Name => layer.BlockName!;

    public Value Run(IReadOnlyList<Value> inputs, Origin origin)
    {
        var block = run.Block(layer.Block!);
        if (block?.Forward is not { } forward || block.Refusal is not null)
            throw Stop("", $"the block {Name} cannot be compiled");
        // Of blocks that contain each other, the first by name reports it.
        var cycle = new List<string>();
        for (NetworkInstance? user = frame.Instance; user is not null; user = user.User?.Instance)
        {
            cycle.Add(user.Spec.Type.MetadataName);
            if (user.Spec.Type.MetadataName != layer.Block) continue;
            bool reports = user.User is null && cycle.All(b => string.CompareOrdinal(layer.Block, b) <= 0);
            throw Stop(reports ? "DLC0011" : "", $"the block {Name} contains itself");
        }

        var repeat = layer.Arguments.Where(a => a.Name == "Repeat").Select(a => (AttributeArgument?)a).FirstOrDefault();
        if (repeat is null) return Instance(block, forward, "", [], inputs, origin);
        IReadOnlyList<Value> state = inputs;
        for (int i = 0; i < Count(repeat.Value); i++)
        {
            var result = Instance(block, forward, $"{i}.", [i], state, origin);
            state = [Repeatable(result, inputs[0]), .. inputs.Skip(1)];
        }

        return state[0];
    }

    private Value Instance(
        BlockSpec block,
        EntrySpec forward,
        string suffix,
        EquatableArray<int> position,
        IReadOnlyList<Value> inputs,
        Origin origin)
    {
        try
        {
            var instance = new NetworkInstance(
                block,
                $"{frame.Instance.Prefix}{layer.Member.Name}.{suffix}",
                [.. frame.Instance.Order, layer.Member.Order, .. position],
                Bind(block, forward, inputs),
                frame,
                index);
            string name = instance.Prefix.TrimEnd('.');
            var call = layer.Checkpoint || block.Checkpoint ? origin with { Checkpoint = run.NextCheckpoint(name) } : origin;
            var inner = new Frame(instance, forward.Body, null, call) { ResultName = origin.Name };
            LayerCheck.Run(run, inner);
            RequirementCheck.Run(run, inner, instance.Symbol);
            foreach (var raw in block.Parameters) run.DeclareRawParameter(inner, raw, origin);
            foreach (var (parameter, value) in forward.Body.Parameters.Zip(inputs, (p, v) => (p, v)))
                inner.Declare(parameter.Name, value);
            var result = StatementTracer.Run(run, inner);
            run.LayerCalled(name, block.Type.Name, inputs, result, []);
            return result;
        }
        catch (ShapeException e)
        {
            throw Stop(e.Rule, e.Message);
        }
    }

    /// <summary>The block's symbols: those that the use names, and those that the shapes give.</summary>
    private Func<string, Dim?> Bind(BlockSpec block, EntrySpec forward, IReadOnlyList<Value> inputs)
    {
        var unifier = new Unifier(
            (condition, what) => run.Guard(condition, what, new SpecPlace(frame.Body.Id, index)));
        foreach (var binding in layer.Bindings) unifier.Bind(binding.Name, Bound(binding, block));
        foreach (var (parameter, value) in forward.Body.Parameters.Zip(inputs, (p, v) => (p, v)))
        {
            if (parameter.Shape is not { } dims || value.AsNode() is not { } node) continue;
            var pattern = Shape.Of(dims.Select(d => DimParser.Parse(d)));
            unifier.Match(pattern, node.Shape, $"'{parameter.Name}' of {Name}");
        }

        if (unifier.Unbound().FirstOrDefault() is { } symbol)
            throw new ShapeException("DLC0008", $"the shapes do not determine '{symbol.TrimStart('?')}' of {Name}");
        return name => unifier.Bindings.TryGetValue(name, out var size) ? size : null;
    }

    private Dim Binding(AttributeArgument binding)
    {
        try
        {
            return Constants.ToValue(binding, frame.Instance.Dimension) is SizeValue size
                ? Limits.CheckSize(size.Size, binding.Name)
                : throw new ShapeException("DLC0010", $"'{binding.Name}' must be an integer or a symbol expression");
        }
        catch (ShapeException e)
        {
            var place = new SpecPlace(layer.Place, binding.Index);
            throw frame.Stop(e.Rule, e.Message, place, binding.Name).In(place, e.Part);
        }
    }

    /// <summary>What a use binds: a dimension is at least 1, a [Size] any number.</summary>
    private Dim Bound(AttributeArgument binding, BlockSpec block)
    {
        var size = Binding(binding);
        if (size is not { IsConstant: true, Constant: < 1 } || block.Sizes.Any(s => s.Member.Name == binding.Name)) return size;
        var place = new SpecPlace(layer.Place, binding.Index);
        throw frame.Stop("DLC1012", $"'{binding.Name}' must be at least 1, not {size}", place, binding.Name);
    }

    private int Count(AttributeArgument repeat) =>
        Binding(repeat) is { IsConstant: true, Constant: >= 1 and <= Limits.Unrolled } count
            ? (int)count.Constant
            : throw frame.Stop(
                "DLC0010",
                $"Repeat must be a constant from 1 to {Limits.Unrolled}",
                new SpecPlace(layer.Place, repeat.Index),
                "Repeat");

    private Value Repeatable(Value result, Value input)
    {
        if (result is TensorValue output && input is TensorValue first && output.Node.Type == first.Node.Type)
            return result;
        string shape = result is TensorValue tensor ? tensor.Node.Type.ToString() : "a tuple";
        throw Stop(
            "DLC0011", $"a repeated block must give what it takes, but {Name} makes {shape} of {input.AsNode()?.Type}");
    }

    private TraceStop Stop(string rule, string message) => frame.Stop(rule, message, index, operands);
}
