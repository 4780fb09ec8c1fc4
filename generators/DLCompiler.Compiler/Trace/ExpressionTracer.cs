using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Evaluates the expressions of a body: constants and sizes are computed, tensors become nodes.</summary>
internal sealed class ExpressionTracer(TraceRun run, Frame frame)
{
    private static readonly HashSet<string> Lazy = ["AndAlso", "OrElse"];

    private SpecBody Body => frame.Body;

    /// <summary>The value of an expression; <paramref name="name"/> is the local that it is assigned to.</summary>
    public Value Evaluate(int index, string? name = null)
    {
        try
        {
            return Compute(index, name);
        }
        catch (ShapeException e)
        {
            throw frame.Stop(e.Rule, e.Message, index);
        }
        catch (OverflowException)
        {
            throw frame.Stop("DLC1012", "a size overflows", index);
        }
    }

    public bool Flag(int index) =>
        Evaluate(index) is BoolValue flag
            ? flag.Value
            : throw frame.Stop("DLC0010", "the condition must be constant", index);

    public ListValue List(int index) => Evaluate(index) as ListValue
        ?? throw frame.Stop("DLC0002", "only arrays that are built in the network can be enumerated or indexed", index);

    /// <summary>Gives a value to the target at <paramref name="target"/>.</summary>
    public void Assign(int target, Value value)
    {
        var node = Body.Nodes[target];
        switch (node.Kind)
        {
            case SpecKind.NewName:
                frame.Declare(node.Text, value);
                break;
            case SpecKind.Name:
                frame.Assign(node.Text, value);
                break;
            case SpecKind.Discard:
                break;
            case SpecKind.Element:
                var list = List(target + 1);
                ((Value[])list.Items)[Position(list, Body.Child(target, 1))] = value;
                break;
            case SpecKind.Deconstruct:
                Deconstruct(target, value);
                break;
            default:
                throw new InvalidOperationException($"{node.Kind} is no target.");
        }
    }

    private void Deconstruct(int target, Value value)
    {
        int[] targets = [.. Body.Children(target)];
        var items = value switch
        {
            TupleValue tuple => tuple.Items,
            ListValue list => list.Items,
            _ => throw frame.Stop("DLC0002", "the value cannot be taken apart", target),
        };
        if (items.Count != targets.Length)
            throw frame.Stop("DLC1007", $"{items.Count} values are taken apart into {targets.Length}", target);
        for (int i = 0; i < targets.Length; i++) Assign(targets[i], items[i]);
    }

    private Value Compute(int index, string? name)
    {
        var node = Body.Nodes[index];
        int first = index + 1;
        switch (node.Kind)
        {
            case SpecKind.Constant:
                return Constants.ToValue(node.Constant);
            case SpecKind.Name:
                return frame[node.Text] ?? throw NoValue(index);
            case SpecKind.Assign:
                var assigned = Evaluate(Body.Child(index, 1), TargetName(first));
                Assign(first, assigned);
                return assigned;
            case SpecKind.CompoundAssign:
                var changed = Apply(node.Text, index, TargetName(first));
                Assign(first, changed);
                return changed;
            case SpecKind.Op or SpecKind.Layer or SpecKind.Kernel or SpecKind.Helper:
                return new CallTracer(run, frame, this).Call(index, name);
            case SpecKind.Lambda or SpecKind.Function:
                return new TracedFunction(run, frame, index, name);
            case SpecKind.Binary:
                return Lazy.Contains(node.Text) ? ShortCircuit(node.Text, index) : Apply(node.Text, index, name);
            case SpecKind.Unary:
                var operand = Evaluate(first);
                return operand is TensorValue
                    ? new CallTracer(run, frame, this).Operator(node.Text, index, name, operand)
                    : Arithmetic.Unary(node.Text, operand);
            case SpecKind.Math:
                return Arithmetic.Math(node.Text, [.. Body.Children(index).Select(c => Evaluate(c))]);
            case SpecKind.Cast or SpecKind.Convert:
                return Arithmetic.Convert(node.Text, Evaluate(first, name));
            case SpecKind.Conditional:
                return Evaluate(Body.Child(index, Flag(first) ? 1 : 2), name);
            case SpecKind.Switch:
                return Switch(index, name);
            case SpecKind.Is:
                return new BoolValue(Matches(Evaluate(first), Body.Child(index, 1)));
            case SpecKind.Tuple:
                string[] labels = node.Text.Split(',');
                return new TupleValue(
                    [.. Body.Children(index).Select((c, i) => Evaluate(c, labels[i].Length > 0 ? labels[i] : null))]);
            case SpecKind.TupleItem:
                return ((TupleValue)Evaluate(first)).Items[(int)node.Constant.Integer];
            case SpecKind.List:
                return new ListValue(Items(index).ToArray());
            case SpecKind.NewList:
                return new ListValue(Enumerable.Repeat<Value>(new NullValue(), Length(first)).ToArray());
            case SpecKind.Element:
                return Element(List(first), Body.Child(index, 1));
            case SpecKind.Length:
                return new SizeValue(List(first).Items.Count);
            case SpecKind.Slice:
                return new CallTracer(run, frame, this).Slice(index, name);
            case SpecKind.Range:
                return new RangeValue(Bound(first), Bound(Body.Child(index, 1)));
            case SpecKind.FromEnd:
                return new IndexValue(Size(first), true);
            case SpecKind.SizeOf:
                var shape = Tensor(first).Shape;
                return new SizeValue(shape[Axis(Body.Child(index, 1), shape.Rank)]);
            case SpecKind.RankOf:
                return new SizeValue(Tensor(first).Rank);
            case SpecKind.Parameter:
                return run.RawParameter(frame.Instance, node.Text);
            case SpecKind.Size:
                return new SizeValue(frame.Instance.Symbol(node.Text) ?? throw Unbound(node.Text));
            case SpecKind.Throw:
                throw new ShapeException("DLC0002", $"the network reaches an exception: {node.Text}");
            default:
                throw new InvalidOperationException($"{node.Kind} is no expression.");
        }
    }

    /// <summary>A local is read before it has a value, which C# reports.</summary>
    private TraceStop NoValue(int index) => frame.Stop("", "the code has C# errors", index);

    private ShapeException Unbound(string size) =>
        new("DLC0011", $"neither the shapes nor the use of {frame.Instance.Spec.Type.Name} give [Size] {size} a value");

    private Value Apply(string name, int index, string? result)
    {
        var left = Evaluate(index + 1);
        var right = Evaluate(Body.Child(index, 1));
        return left is TensorValue || right is TensorValue
            ? new CallTracer(run, frame, this).Operator(name, index, result, left, right)
            : Arithmetic.Binary(name, left, right);
    }

    private BoolValue ShortCircuit(string name, int index) =>
        new(
            name == "AndAlso"
                ? Flag(index + 1) && Flag(Body.Child(index, 1))
                : Flag(index + 1) || Flag(Body.Child(index, 1)));

    private Value Switch(int index, string? name)
    {
        var value = Evaluate(index + 1);
        foreach (int arm in Body.Children(index).Skip(1))
        {
            int count = Body.ChildCount(arm);
            if (Matches(value, arm + 1) && (count == 2 || Flag(Body.Child(arm, 1))))
                return Evaluate(Body.Child(arm, count - 1), name);
        }

        throw new ShapeException("DLC0010", "no arm of the switch matches");
    }

    private bool Matches(Value value, int pattern)
    {
        var node = Body.Nodes[pattern];
        return node.Kind switch
        {
            SpecKind.AnyPattern => true,
            SpecKind.ConstantPattern => IsEqual(value, Evaluate(pattern + 1)),
            SpecKind.RelationalPattern =>
                Arithmetic.Binary(node.Text, value, Evaluate(pattern + 1)) is BoolValue { Value: true },
            SpecKind.NotPattern => !Matches(value, pattern + 1),
            SpecKind.AndPattern => Matches(value, pattern + 1) && Matches(value, Body.Child(pattern, 1)),
            SpecKind.OrPattern => Matches(value, pattern + 1) || Matches(value, Body.Child(pattern, 1)),
            _ => throw new InvalidOperationException($"{node.Kind} is no pattern."),
        };
    }

    private static bool IsEqual(Value value, Value constant) =>
        (value, constant) is (TensorValue or ListValue or TupleValue, NullValue)
            ? false
            : Arithmetic.Binary("Equal", value, constant) is BoolValue { Value: true };

    private IEnumerable<Value> Items(int index)
    {
        foreach (int child in Body.Children(index))
        {
            if (Body.Nodes[child].Kind != SpecKind.Spread)
            {
                yield return Evaluate(child);
                continue;
            }

            foreach (var item in List(child + 1).Items) yield return item;
        }
    }

    private IndexValue? Bound(int index)
    {
        if (Body.Nodes[index].Kind == SpecKind.Omitted) return null;
        return Evaluate(index) switch
        {
            IndexValue bound => bound,
            SizeValue size => new IndexValue(size.Size, false),
            _ => throw frame.Stop("DLC0010", "the end of a range must be an integer", index),
        };
    }

    /// <summary>An item of an array, or the items of a range.</summary>
    private Value Element(ListValue list, int index)
    {
        if (Body.Nodes[index].Kind != SpecKind.Range) return list.Items[Position(list, index)];
        var range = (RangeValue)Evaluate(index);
        long start = range.Start is { } first ? Position(list, first, index) : 0;
        long end = range.End is { } last ? Position(list, last, index) : list.Items.Count;
        return start >= 0 && start <= end && end <= list.Items.Count
            ? new ListValue([.. list.Items.Skip((int)start).Take((int)(end - start))])
            : throw frame.Stop("DLC1007", $"the range from {start} to {end} is outside an array of {list.Items.Count}", index);
    }

    private int Position(ListValue list, int index)
    {
        long position = Evaluate(index) switch
        {
            SizeValue size => Position(list, new IndexValue(size.Size, false), index),
            IndexValue at => Position(list, at, index),
            _ => throw frame.Stop("DLC0010", "the index must be constant", index),
        };
        return position >= 0 && position < list.Items.Count
            ? (int)position
            : throw frame.Stop("DLC1007", $"index {position} is outside an array of {list.Items.Count}", index);
    }

    private long Position(ListValue list, IndexValue at, int index)
    {
        if (!at.Offset.IsConstant) throw frame.Stop("DLC0010", "the index must be constant", index);
        return at.FromEnd ? list.Items.Count - at.Offset.Constant : at.Offset.Constant;
    }

    private int Axis(int index, int rank)
    {
        int axis = Count(index);
        return axis >= -rank && axis < rank
            ? (axis + rank) % rank
            : throw frame.Stop("DLC1002", $"axis {axis} is outside a tensor of rank {rank}", index);
    }

    private int Count(int index) =>
        Size(index) is { IsConstant: true } size
            ? checked((int)size.Constant)
            : throw frame.Stop("DLC0010", "the integer must be constant", index);

    /// <summary>The length of a new array.</summary>
    private int Length(int index)
    {
        int length = Count(index);
        return length is >= 0 and <= Limits.Unrolled
            ? length
            : throw frame.Stop("DLC1012", $"an array of a network has up to {Limits.Unrolled} items, not {length}", index);
    }

    private Dim Size(int index) =>
        Evaluate(index) is SizeValue size ? size.Size : throw frame.Stop("DLC0010", "an integer is expected", index);

    private Node Tensor(int index) =>
        Evaluate(index) is TensorValue tensor
            ? tensor.Node
            : throw frame.Stop("DLC0002", "a tensor is expected", index);

    private string? TargetName(int target) =>
        Body.Nodes[target].Kind is SpecKind.Name or SpecKind.NewName ? Body.Nodes[target].Text : null;
}
