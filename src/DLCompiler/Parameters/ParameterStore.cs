using System.Buffers;
using System.ComponentModel;
using System.Numerics.Tensors;

namespace DLCompiler.Runtime;

/// <summary>
/// The parameters and buffers of one model, in one flat array: first what is trained, then the buffers, each in the
/// order of declaration and from a multiple of 64 bytes on. The gaps are zeros, so that an optimizer is one pass over
/// all.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterStore
{
    private readonly ParameterInfo[] _parameters;
    private readonly nint[] _offsets;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly Arena _arena;
    private readonly bool[] _frozen;
    private long _version;

    /// <summary>Allocates the parameters, all zero until <see cref="Initialize"/>.</summary>
    /// <param name="model">The model's name, for messages and files.</param>
    /// <param name="parameters">In the order of their indices.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ParameterStore(string model, ParameterInfo[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Model = model;
        _parameters = parameters;
        _offsets = new nint[parameters.Length];
        _frozen = new bool[parameters.Length];
        for (int i = 0; i < parameters.Length; i++) _indices.Add(parameters[i].Name, i);
        TrainedCount = Place(trained: true, 0);
        _arena = Arena.Zeros(Place(trained: false, TrainedCount));
        Copies = new PackedCopies(this);
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The parameters and buffers, by index.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => _parameters;

    /// <summary>The flat array.</summary>
    public Floats Values => _arena.Start;

    /// <summary>The length in floats of the trained part, gaps included: a multiple of 16.</summary>
    public nint TrainedCount { get; }

    /// <summary>The length in floats of the whole, gaps included: a multiple of 16.</summary>
    public nint Count => _arena.Count;

    /// <summary>Grows by each change of the values: packed and folded copies compare it.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Grows by each change of what is frozen; 0 where nothing ever was.</summary>
    public long Freezes { get; private set; }

    /// <summary>Copies of parameters in the order in which kernels read them.</summary>
    internal PackedCopies Copies { get; }

    /// <summary>The first element of a parameter.</summary>
    public Floats this[int index] => Values + _offsets[index];

    /// <summary>
    /// Where a parameter begins in the flat array, in floats; for a trained one also in the array of gradients.
    /// </summary>
    public nint OffsetOf(int index) => _offsets[index];

    /// <summary>The index of a parameter.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public int IndexOf(string name) =>
        _indices.TryGetValue(name, out int index)
            ? index
            : throw new KeyNotFoundException($"{Model} has no parameter called '{name}'.");

    /// <summary>Whether optimizers leave a parameter as it is.</summary>
    public bool IsFrozen(int index) => _frozen[index];

    /// <summary>Says whether optimizers leave a parameter as it is.</summary>
    public void Freeze(int index, bool frozen)
    {
        if (_frozen[index] == frozen) return;
        _frozen[index] = frozen;
        Freezes++;
    }

    /// <summary>Gives every parameter its start values; the same seed gives the same bits on every machine.</summary>
    public void Initialize(int seed)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            int rows = parameter.Shape.Length == 0 ? 1 : parameter.Shape[0];
            parameter.Initializer.Fill(Writable(i), rows, parameter.Name, seed);
        }

        MarkChanged();
    }

    /// <summary>The elements of a parameter in row-major order.</summary>
    public ReadOnlySpan<float> Span(int index) => Writable(index);

    /// <summary>A parameter with its shape; a single number has the shape [1].</summary>
    public ReadOnlyTensorSpan<float> View(int index)
    {
        int[] shape = _parameters[index].Shape;
        return new ReadOnlyTensorSpan<float>(
            Span(index), shape.Length == 0 ? [1] : Array.ConvertAll(shape, size => (nint)size));
    }

    /// <summary>Replaces a parameter.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="values">As many elements, in row-major order.</param>
    /// <exception cref="ModelShapeException">There are more or fewer.</exception>
    public void Set(int index, ReadOnlySpan<float> values)
    {
        var parameter = _parameters[index];
        if (values.Length != parameter.Count)
        {
            string problem = $"{values.Length} elements, expected {parameter.Count}";
            throw ModelShapeException.Create(Model, parameter.Name, ShapeText.Of(parameter.Shape), problem);
        }

        values.CopyTo(Writable(index));
        MarkChanged();
    }

    /// <summary>Changes a parameter in place.</summary>
    public void Edit(int index, SpanAction<float, ParameterInfo> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        try
        {
            edit(Writable(index), _parameters[index]);
        }
        finally
        {
            MarkChanged();
        }
    }

    /// <summary>Replaces the buffers of the given numbers by what a step has computed, each a value of the arena.</summary>
    public void Commit(ReadOnlySpan<int> indices, in Lease arena, ReadOnlySpan<int> next)
    {
        for (int b = 0; b < indices.Length; b++)
        {
            int count = _parameters[indices[b]].Count;
            arena[next[b]].ToSpan(count).CopyTo(this[indices[b]].ToWritableSpan(count));
        }

        MarkChanged();
    }

    /// <summary>Notes that values have been changed through <see cref="Values"/>.</summary>
    public void MarkChanged() => Interlocked.Increment(ref _version);

    /// <summary>A copy of a parameter for eager runs.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor ToTensor(string name)
    {
        int index = IndexOf(name);
        return new Tensor(Span(index), _parameters[index].Shape);
    }

    /// <summary>
    /// Writes all parameters and buffers as safetensors; an old file is replaced when the new one is complete.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="texts">Kept with them; null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, IEnumerable<KeyValuePair<string, string>>? texts = null) =>
        SafetensorsFile.Write(
            path,
            [.. _parameters.Select(p => (p.Name, p.Shape))],
            Span,
            [new("format", "pt"), new("model", Model), .. texts ?? []]);

    /// <summary>Reads all parameters and buffers from safetensors. Nothing changes unless everything fits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The file's names of parameters that are called differently there, by their names
    /// here.</param>
    /// <param name="allowExtra">Whether the file may have tensors that the model has not.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or no safetensors, or a name, type or shape
    /// does not fit; the message names file, tensor, what was expected and what is there.</exception>
    public void Load(string path, IReadOnlyDictionary<string, string>? names = null, bool allowExtra = false)
    {
        using var file = SafetensorsFile.Open(path);
        float[][] values = Checkpoint.Read(file, Model, _parameters, names, allowExtra);
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(Writable(i));
        MarkChanged();
    }

    private nint Place(bool trained, nint offset)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].Trained != trained) continue;
            _offsets[i] = offset;
            offset += Arena.AlignUp(_parameters[i].Count);
        }

        return offset;
    }

    private Span<float> Writable(int index) => _arena.Span.Slice((int)_offsets[index], _parameters[index].Count);
}
