using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Decides which values of a program are stored in 16 bits where a model asks for it. Arithmetic is not its concern: kernels
/// load floats, compute with floats, and round what they store.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Narrow are activations and gradients by them: values that depend on the elements of an input, a weight, a product or a
/// routine's result other than by a reduction; and trained parameters of two axes or more, of which kernels read copies.</item>
/// <item>Inputs, results, losses, gradients of parameters, and new values of buffers stay as callers and optimizers have them.</item>
/// <item>What a reduction leaves, and what is computed from such alone, stays: statistics of normalisations, maxima and sums of a
/// softmax, losses. There is one of them for many elements, and its error is in all of these.</item>
/// <item>Vectors of parameters and buffers stay: they are small.</item>
/// <item>What a recurrence keeps from step to step stays: rounding errors would add up over the steps.</item>
/// <item>Of a routine of the library, what it has no type parameter for stays, and is no activation: places, and sums. What shares one
/// is stored alike.</item>
/// </list>
/// Values that share memory, as those of a checkpoint's second run do with the first one's, have one storage.
/// </remarks>
internal sealed class AssignStorage
{
    private readonly Dictionary<Node, Node> _parents = [];
    private readonly HashSet<Node> _wide = [];
    private readonly HashSet<Node> _used = [];
    private readonly Dictionary<Node, bool> _activations = [];

    private AssignStorage(KernelProgram program)
    {
        foreach (var output in program.Outputs) Widen(output.Value);
        Visit(program, isStep: false);
    }

    /// <param name="program">The kernels.</param>
    /// <param name="narrow">What the model asks for.</param>
    public static StoragePlan Run(KernelProgram program, Storage narrow)
    {
        if (narrow == Storage.Single) return StoragePlan.Single;
        var pass = new AssignStorage(program);
        var wide = new HashSet<Node>(pass._wide.Select(pass.Find));
        return new StoragePlan(narrow, [.. pass._used.Where(n => !wide.Contains(pass.Find(n)))]);
    }

    private void Visit(KernelProgram program, bool isStep)
    {
        foreach (var run in program.Runs)
        {
            foreach (var pair in run.Versions) Unite(pair.Key, pair.Value);
        }

        foreach (var kernel in program.Kernels)
        {
            foreach (var read in program.Reads[kernel]) Use(read.Node, isStep);
            foreach (var store in kernel.Stores)
            {
                Use(store.Target, isStep);
                if (!IsActivation(store.Value)) Widen(store.Target);
            }

            if (kernel.Loop is { } loop)
            {
                foreach (var pair in loop.Memory) Unite(pair.Key, pair.Value);
                foreach (var result in loop.Results) Widen(result);
                Visit(loop.Start, isStep: true);
                Visit(loop.Step, isStep: true);
            }
            else if (kernel.Call is not null)
            {
                VisitCall(CallValues.Of(kernel, program));
            }
        }
    }

    /// <summary>A value that a kernel reads or stores.</summary>
    private void Use(Node node, bool isStep)
    {
        _used.Add(node);
        bool canBeNarrow = node.Op switch
        {
            Parameter parameter => parameter.Trained && parameter.Shape.Rank > 1,
            Leaf { IsInMemory: true } => node.Op is Stored,
            _ => !isStep,
        };
        if (!canBeNarrow || node.Type.DType != DType.Float32) Widen(node);
    }

    private void VisitCall(CallValues values)
    {
        foreach (var alike in values.Stored)
        {
            foreach (var node in alike) Unite(alike[0], node);
        }

        foreach (var node in values.Floats) Widen(node);
    }

    /// <summary>Whether a value has an element for each of something that was not reduced.</summary>
    private bool IsActivation(Node node)
    {
        if (_activations.TryGetValue(node, out bool known)) return known;
        return _activations[node] = node.Op switch
        {
            Input input => input.Type.DType == DType.Float32,
            Parameter parameter => parameter.Trained && parameter.Shape.Rank > 1,
            Reduce or LossScale => false,
            LibraryCall routine => IsStored(routine, 0),
            Result { Index: var index } when node.Inputs[0].Op is LibraryCall routine => IsStored(routine, index),
            Contraction or Result or ScanLoop or Stored or Gather => true,
            _ => node.Inputs.Any(IsActivation),
        };
    }

    private static bool IsStored(LibraryCall routine, int result) => routine.Storages.Any(s => s.Results.Contains(result));

    private void Widen(Node node) => _wide.Add(node);

    private void Unite(Node a, Node b)
    {
        _used.UnionWith([a, b]);
        var (from, to) = (Find(a), Find(b));
        if (from != to) _parents[from] = to;
    }

    private Node Find(Node node)
    {
        while (_parents.TryGetValue(node, out var parent)) node = parent;
        return node;
    }
}
