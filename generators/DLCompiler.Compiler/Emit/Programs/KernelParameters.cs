using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A parameter of an emitted kernel: its C# type and name, and what the call passes for it.</summary>
internal sealed record KernelParameter(string Type, string Name, object Argument);

/// <summary>
/// Collects a kernel's parameters as its text mentions them. Sizes are parameters even where this use of the kernel knows
/// them, so that layers that differ only in sizes share one body.
/// </summary>
internal sealed class KernelParameters
{
    private static readonly string[] TypeOrder = ["Floats", "Halves", "BFloats", "Ints", "nint", "float", "ulong"];

    private readonly List<KernelParameter> _list = [];
    private readonly Dictionary<object, string> _byArgument = [];
    private readonly Names _names;

    /// <param name="taken">The names of the kernel's own variables.</param>
    public KernelParameters(string[] taken) => _names = new Names(taken);

    /// <summary>Buffers first, then sizes, numbers and streams, each in the order in which the text mentions them.</summary>
    public IReadOnlyList<KernelParameter> List => [.. _list.OrderBy(p => Array.IndexOf(TypeOrder, p.Type))];

    public string Pointer(Pointer pointer) =>
        Get(pointer, Literals.Pointer(pointer.DType, pointer.Storage), pointer.Name);

    /// <summary>A size: 0 and 1 as they are, anything else a parameter.</summary>
    public string Size(Dim size, string name) =>
        size == Dim.Zero || size == Dim.One ? size.ToString() : Get(size, "nint", name);

    public string Number(Scalar value) => Get(value, "float", "scale");

    public string Key(int stream) => Get(new StreamArgument(stream), "ulong", "key");

    private string Get(object argument, string type, string name)
    {
        if (_byArgument.TryGetValue(argument, out string? known)) return known;
        string unique = Literals.Identifier(_names.Unique(name));
        _byArgument[argument] = unique;
        _list.Add(new KernelParameter(type, unique, argument));
        return unique;
    }
}
