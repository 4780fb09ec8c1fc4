using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Traces a model: Forward in inference mode, and Forward with the loss in both modes.</summary>
internal sealed class ModelTrace(LinkedModel linked, CancellationToken cancellation)
{
    private readonly ModelSpec _model = linked.Model;
    private readonly ModelSignature _signature = ModelSignature.Of(linked.Model);

    private EntrySpec Forward => _model.Forward!;

    public TracedModel Run()
    {
        var blocks = linked.Blocks.ToDictionary(b => b.Type.MetadataName, StringComparer.Ordinal);
        var inference = new TraceRun(blocks, false, cancellation);
        var (results, inferenceLosses, guards) = Trace(inference);
        Output[] outputs = [.. results.Select(r => new Output(OutputKind.Result, r.Name, r.Node))];
        var training = new TraceRun(blocks, true, cancellation);
        var (trainingResults, trainingLosses, _) = _model.IsTrained ? Trace(training) : ([], [], []);
        var differentiated = trainingLosses.Zip(_model.Losses, (node, loss) => (node, loss)).Where(l => l.loss.Weight != 0);
        GradientCheck.Run(differentiated.Select(l => l.node));
        return new TracedModel
        {
            Parameters = inference.Parameters,
            Inputs = _signature.Inputs,
            Labels = _signature.Labels,
            Predict = new Graph(outputs),
            PredictWithTaps = inference.Taps.Count > 0 ? new Graph([.. outputs, .. inference.Taps]) : null,
            TrainingLoss = LossGraph(trainingLosses, [.. training.BufferUpdates]),
            InferenceLoss = LossGraph(inferenceLosses),
            Guards = guards,
            LossGuards = inference.Guards,
            TrainingGuards = training.Guards,
            Symbols = _signature.Symbols,
            Layers = inference.Layers,
            Code = _model.IsTrained
                ? training.ToTrace(_model, [.. trainingResults.Select(r => r.Node)], trainingLosses)
                : inference.ToTrace(_model, [.. results.Select(r => r.Node)], inferenceLosses),
            Findings = [.. inference.Findings.Union(training.Findings)],
        };
    }

    /// <summary>The weighted sum of the losses, and where they are told apart, each of them.</summary>
    private Graph? LossGraph(IReadOnlyList<Node> losses, params Output[] updates)
    {
        if (losses.Count == 0) return null;
        var terms = losses.Zip(_model.Losses, (node, loss) => (Node: node, loss.Weight)).Where(t => t.Weight != 0)
            .Select(t => t.Weight == 1 ? t.Node : t.Weight * t.Node);
        var sum = new Output(OutputKind.Loss, "loss", terms.Aggregate((total, term) => total + term));
        var parts = _model.NamesLosses
            ? losses.Zip(_model.Losses, (node, loss) => new Output(OutputKind.LossPart, loss.Name, node))
            : [];
        return new Graph([sum, .. parts, .. updates]);
    }

    /// <summary>What Forward and the losses give, and what a call of Forward alone must check.</summary>
    private (List<(string Name, Node Node)> Results, List<Node> Losses, List<Guard> Guards) Trace(TraceRun run)
    {
        // Forward runs without the labels: what only they bind is known to losses alone.
        var known = _signature.Inputs.SelectMany(i => i.Type.Shape.Dims).SelectMany(d => d.Symbols()).ToList();
        Dim? Symbol(string name) =>
            (run.IsInLoss ? _signature.Symbols : known).Contains(name) ? Dim.Symbol(name) : null;
        var instance = new NetworkInstance(_model, "", [], Symbol, null, 0);
        var frame = new Frame(instance, Forward.Body, null, null);
        LayerCheck.Run(run, frame);
        RequirementCheck.Run(run, frame, name => _signature.Symbols.Contains(name) ? Dim.Symbol(name) : null);
        foreach (var raw in _model.Parameters) run.DeclareRawParameter(frame, raw, null);
        var inputs = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var input in _signature.Inputs) inputs[input.Name] = Input(frame, input);
        var results = Results(frame, Run(run, frame));
        List<Guard> guards = [.. run.Guards.Where(g => g.Condition.Symbols.All(known.Contains))];
        run.IsInLoss = true;
        run.TapObstacle = "an inside view is of what Predict computes, and Predict runs no loss";
        return (results, [.. _model.Losses.Select(l => Loss(run, instance, l.Entry, results, inputs))], guards);
    }

    /// <summary>What Forward or the loss returns. C# reports where a method ends without a return.</summary>
    private static Value Run(TraceRun run, Frame frame)
    {
        var value = StatementTracer.Run(run, frame);
        if (frame.Returned > 0) return value;
        throw new TraceStop(new Finding("", "the code has C# errors", new SpecPlace(frame.Body.Id, 0)));
    }

    private static Node Input(Frame frame, TracedInput input)
    {
        var place = StatedShape.Place(frame.Body, input.Name);
        var node = new Node(new Input(input.Name, input.Type)).From(
            new Origin(place.Body, place.Index, input.Name, input.Name, null));
        frame.Declare(input.Name, new TensorValue(node));
        return node;
    }

    /// <summary>
    /// Forward's results under their names: a tuple's own, the loss's parameter's, or the returned local's.
    /// </summary>
    private List<(string Name, Node Node)> Results(Frame frame, Value value)
    {
        var items = value is TupleValue tuple ? tuple.Items : [value];
        var results = new List<(string Name, Node Node)>();
        for (int i = 0; i < items.Count; i++)
        {
            var node = items[i].AsNode()
                ?? throw frame.Stop("DLC0002", "Forward must return a tensor or a tuple of tensors", frame.Returned);
            if (node.Type.DType == DType.Int32 && node.Op is not Result)
            {
                throw frame.Stop(
                    "DLC0002", "Forward returns integers as TopK, ArgMax and ArgMin give them, and no others", frame.Returned);
            }

            results.Add((Unique(ResultName(frame, i), results), node));
        }

        return results;
    }

    private string ResultName(Frame frame, int i)
    {
        if (Forward.Results.Count > i && Forward.Results[i].Name is { } element) return element;
        var taker = _model.Losses.FirstOrDefault(l => l.Entry.Body.Parameters.Count > i);
        if (taker is not null) return taker.Entry.Body.Parameters[i].Name;
        var returned = frame.Body.Nodes[frame.Returned];
        string name = returned.Kind == SpecKind.Name ? returned.Text : "result";
        return Forward.Results.Count > 1 ? $"{name}{i + 1}" : name;
    }

    /// <summary>The name, or <c>result</c> with a number where an input or another result has it.</summary>
    private string Unique(string name, List<(string Name, Node Node)> results)
    {
        bool Taken(string candidate) =>
            _signature.Inputs.Concat(_signature.Labels).Any(i => i.Name == candidate)
                || results.Any(r => r.Name == candidate);
        if (!Taken(name)) return name;
        string free = "result";
        for (int i = 1; Taken(free); i++) free = $"result{i}";
        return free;
    }

    /// <param name="inputs">What the caller passes: labels are added where a loss first names them.</param>
    private Node Loss(
        TraceRun run,
        NetworkInstance instance,
        EntrySpec entry,
        List<(string Name, Node Node)> results,
        Dictionary<string, Node> inputs)
    {
        var frame = new Frame(instance, entry.Body, null, null);
        for (int i = 0; i < entry.Body.Parameters.Count; i++)
        {
            var parameter = entry.Body.Parameters[i];
            string result = $"result {i + 1} of {Forward.Body.Name}";
            if (i < results.Count) Bind(run, frame, parameter, results[i].Node, result);
            else if (inputs.TryGetValue(parameter.Name, out var input)) Bind(run, frame, parameter, input, "that input");
            else inputs[parameter.Name] = Input(frame, _signature.Labels.First(l => l.Name == parameter.Name));
        }

        var loss = Run(run, frame).AsNode()
            ?? throw frame.Stop("DLC0013", "a loss must be a tensor", frame.Returned);
        return loss.Rank == 0 ? loss : throw frame.Stop(
            "DLC0013",
            $"a loss must be one number, but this is {loss.Type}; Mean or Sum makes one of it",
            frame.Returned).With([new Remedy("Insert Mean", [new RemedyEdit(new SpecPlace(frame.Body.Id, frame.Returned), "Mean({0})")])]);
    }

    /// <summary>
    /// Gives a parameter of the loss what Forward gives, and checks its type, and its shape where it states one.
    /// </summary>
    private void Bind(TraceRun run, Frame frame, SpecParameter parameter, Node node, string source)
    {
        var place = StatedShape.Place(frame.Body, parameter.Name);
        var wanted = parameter.Kind == SpecValueKind.IntTensor ? DType.Int32 : DType.Float32;
        if (node.Type.DType != wanted)
        {
            throw new TraceStop(new Finding(
                "DLC0013",
                $"'{parameter.Name}' takes {source}, which is {node.Type}; labels come after the results",
                place));
        }

        if (parameter.Shape is { } dims)
        {
            var stated = StatedShape.Of(frame.Body, parameter, dims, Dim.Symbol);
            string message = $"'{parameter.Name}' is declared {stated}, but {source} is {node.Shape}";
            List<Condition> equal = stated.Rank == node.Rank
                ? [.. node.Shape.Dims.Zip(stated.Dims, Condition.Equal)]
                : throw new TraceStop(new Finding("DLC1010", message, place));
            if (equal.Any(c => c.Holds == false)) throw new TraceStop(new Finding("DLC1010", message, place));
            foreach (var condition in equal.Where(c => c.Holds is null && c.Symbols.All(_signature.Symbols.Contains)))
                run.Guard(condition, message, place);
        }

        frame.Declare(parameter.Name, new TensorValue(node));
    }
}
