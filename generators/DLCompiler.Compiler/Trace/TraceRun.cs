using System.Globalization;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// What one trace of a network collects: parameters, guards, layers. A trace is in inference or in training mode.
/// </summary>
internal sealed class TraceRun(
    IReadOnlyDictionary<string, BlockSpec> blocks, bool training, CancellationToken cancellation)
{
    private static readonly Comparer<EquatableArray<int>> ByPosition =
        Comparer<EquatableArray<int>>.Create(CompareOrder);

    private readonly Dictionary<string, (TracedParameter Parameter, Node Node)> _parameters = [];
    private readonly List<(EquatableArray<int> Order, TracedParameter Parameter)> _declared = [];
    private readonly List<Guard> _guards = [];
    private readonly List<Finding> _findings = [];
    private readonly List<TracedLayer> _layers = [];
    private readonly List<TracedCall> _calls = [];
    private readonly List<Output> _updates = [];
    private readonly List<Output> _taps = [];
    private double _elements;
    private int _streams;
    private int _checkpoints;

    public CancellationToken Cancellation => cancellation;

    public bool Training => training;

    /// <summary>Whether parameters may have sizes that are symbols: a block is traced by itself.</summary>
    public bool OpenSizes { get; init; }

    public IReadOnlyList<Guard> Guards => _guards;

    /// <summary>The guards as findings, which tell users what is checked at run time only.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyList<TracedLayer> Layers => _layers;

    /// <summary>
    /// In declaration order, depth first; the parameters of one layer in the order in which it made them.
    /// </summary>
    public IReadOnlyList<TracedParameter> Parameters =>
        [.. _declared.OrderBy(d => d.Order, ByPosition).Select(d => d.Parameter)];

    /// <summary>The next values of buffers, in the order in which layers first updated them.</summary>
    public IReadOnlyList<Output> BufferUpdates => _updates;

    /// <summary>Inside views, in the order in which Forward shows them.</summary>
    public IReadOnlyList<Output> Taps => _taps;

    /// <summary>Why what runs cannot show inside views; null where it can.</summary>
    public string? TapObstacle { get; set; }

    /// <summary>Whether a loss runs.</summary>
    public bool IsInLoss { get; set; }

    /// <summary>Whether a step, or a method with a gradient of its own, runs.</summary>
    public bool IsInBody { get; set; }

    /// <summary>A run of the same kind that has met nothing yet, to try a call.</summary>
    public TraceRun Fresh() => new(blocks, training, cancellation) { OpenSizes = true };

    public BlockSpec? Block(string name) => blocks.TryGetValue(name, out var block) ? block : null;

    public int NextRandomStream() => _streams++;

    /// <summary>How many random streams there are so far.</summary>
    public int Streams => _streams;

    public CheckpointedCall NextCheckpoint(string name) => new(name, _checkpoints++);

    /// <summary>What an earlier call of the layer updated a buffer to; null where none did.</summary>
    public Node? Updated(string buffer) => _updates.Where(u => u.Name == buffer).Select(u => u.Value).LastOrDefault();

    /// <summary>Notes the next value of a buffer. Two calls of a layer update it in call order: the last value counts.</summary>
    public void UpdateBuffer(string buffer, Node next)
    {
        _updates.RemoveAll(u => u.Name == buffer);
        _updates.Add(new Output(OutputKind.BufferUpdate, buffer, next));
    }

    /// <summary>Notes an inside view. Where a name comes again, because its code runs again, it gets a number.</summary>
    /// <exception cref="ShapeException">DLC0015: it is not of what Predict computes once.</exception>
    public void Tap(string name, Node value)
    {
        if (TapObstacle is { } obstacle) throw new ShapeException("DLC0015", obstacle);
        string free = name;
        for (int i = 2; _taps.Any(t => t.Name == free); i++) free = $"{name}{i}";
        _taps.Add(new Output(OutputKind.Tap, free, value));
    }

    /// <summary>Lets a call check a condition.</summary>
    public void Guard(Condition condition, string message, SpecPlace place)
    {
        if (_guards.Any(g => g.Condition.IsSame(condition))) return;
        _guards.Add(new Guard(condition, message));
        _findings.Add(new Finding(Finding.GuardRule, $"whether {condition} is checked at run time: {message}", place));
    }

    /// <summary>Notes a call that a frame makes.</summary>
    public void Called(TracedCall call, Frame frame) => _calls.Add(
        call with { IsOwn = frame.Instance.User is null, IsInLoss = IsInLoss, IsInBody = IsInBody });

    /// <summary>The call that made a value; null for inputs and parameters.</summary>
    public TracedCall? Maker(Node node) => _calls.FirstOrDefault(c => c.IsOwn && c.Results.Contains(node));

    /// <summary>What the trace of a network met, and what it gave.</summary>
    public NetworkTrace ToTrace(NetworkSpec network, IReadOnlyList<Node> results, IReadOnlyList<Node> losses) =>
        new(network, _calls)
        {
            Results = results,
            Losses = losses,
            Shown = [.. _taps.Concat(_updates).Select(o => o.Value)],
            Parameters = [.. _declared.Select(d => _parameters[d.Parameter.Name].Node)],
            Layers = _layers,
            Weights = Parameters,
        };

    /// <summary>
    /// Notes a row of the table of layers. A block's operations are those of its layers, and between them.
    /// </summary>
    public void LayerCalled(
        string name, string kind, IReadOnlyList<Value> inputs, Value result, IReadOnlyList<string> parameters)
    {
        var first = result is TupleValue tuple ? tuple.Items[0] : result;
        if (first is not TensorValue tensor) return;
        IReadOnlyList<Node> tensors = [.. inputs.OfType<TensorValue>().Select(i => i.Node)];
        _layers.Add(new TracedLayer(name, kind, tensors, tensor.Node, parameters));
    }

    /// <summary>The node of a parameter: a new one, or the one of an earlier call of the same layer.</summary>
    /// <exception cref="ShapeException">The earlier call gave it another shape (DLC1009), or a size varies
    /// (DLC0010).</exception>
    public Node Parameter(TracedParameter parameter, EquatableArray<int> order)
    {
        var shape = parameter.Shape;
        if (_parameters.TryGetValue(parameter.Name, out var known))
        {
            return known.Parameter.Shape == shape ? known.Node : throw new ShapeException(
                "DLC1009",
                $"an earlier call made '{parameter.Name}' {known.Parameter.Shape}, and this one needs {shape}: "
                + "calls that share weights must have the same sizes");
        }

        if (!OpenSizes && shape.Dims.FirstOrDefault(d => !d.IsConstant) is { } varying)
        {
            throw new ShapeException(
                "DLC0010",
                $"'{parameter.Name}' would be {shape}, but a parameter's sizes are constants, and {varying} varies");
        }

        if (shape.Dims.Any(d => d.IsConstant && d.Constant < 1))
            throw new ShapeException("DLC1012", $"'{parameter.Name}' would be {shape}, without any element");
        _elements += shape.Dims.Aggregate(1.0, (count, size) => count * (size.IsConstant ? size.Constant : 1));
        if (_elements > Limits.Elements)
        {
            throw new ShapeException(
                "DLC1012",
                $"'{parameter.Name}' would be {shape}, and with it the parameters {_elements.ToString("N0", CultureInfo.InvariantCulture)} numbers; "
                + $"an array holds at most {Limits.Elements.ToString("N0", CultureInfo.InvariantCulture)}");
        }

        var node = new Node(new Parameter(parameter.Name, shape, parameter.Trained)).From(parameter.Origin);
        _parameters.Add(parameter.Name, (parameter, node));
        _declared.Add((order, parameter));
        return node;
    }

    /// <summary>Declares what a [Parameter] or [Buffer] property says, read or not.</summary>
    /// <exception cref="TraceStop">Its shape or its options are wrong.</exception>
    public void DeclareRawParameter(Frame frame, ParameterSpec raw, Origin? use)
    {
        string name = raw.Member.Name;
        var instance = frame.Instance;
        var origin = new Origin(raw.Place, 0, name, name, use);
        var shape = StatedShape.Of(raw, frame);
        try
        {
            var initializer = RawInitializer.Of(raw, shape);
            var parameter = new TracedParameter(instance.Prefix + name, shape, initializer, raw.Trained, origin);
            Parameter(parameter, [.. instance.Order, raw.Member.Order]);
        }
        catch (ShapeException e)
        {
            throw frame.Stop(e.Rule, e.Message, new SpecPlace(raw.Place, 0), name);
        }
    }

    public Value RawParameter(NetworkInstance instance, string name) =>
        new TensorValue(_parameters[instance.Prefix + name].Node);

    private static int CompareOrder(EquatableArray<int> left, EquatableArray<int> right)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (left[i] != right[i]) return left[i].CompareTo(right[i]);
        }

        return left.Count.CompareTo(right.Count);
    }
}
