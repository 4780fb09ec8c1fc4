using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A value that a method uses: where it is, and the nodes that it stands for, one an iteration; a number has none.</summary>
internal sealed record ScopeValue(PlaceValue Place, IReadOnlyList<Node> Nodes);

/// <summary>The C# variables of one method that point to values: parameters first, then their narrow copies, gradients, and the arena.</summary>
internal sealed class ProgramScope
{
    /// <summary>As many variables as one reads one by one.</summary>
    private const int Few = 16;

    private static readonly string[] Lists = [ProgramPlaces.Parameters, ProgramPlaces.Narrow, ProgramPlaces.Gradients, ProgramPlaces.Arena];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _sizes = [];
    private readonly List<(string Type, string Code, string Shape)> _declarations = [];

    public ProgramScope(ProgramPlaces places, IEnumerable<string> variables, IEnumerable<ScopeValue> values)
    {
        var names = new Names([.. places.Reserved, .. variables]);
        foreach (var value in values.OrderBy(v => Array.IndexOf(Lists, v.Place.Of)).ThenBy(v => v.Place.Order))
        {
            string text = Text(value.Place);
            if (_names.ContainsKey(text)) continue;
            if (value.Place is ElementValue { Index: null } || value.Place.IsNumber)
            {
                _names[text] = text;
                continue;
            }

            if (value.Nodes.Count == 0)
            {
                _names[text] = names.Unique($"n{Literals.Integer(value.Place.Order)}");
                _sizes.Add($"nint {_names[text]} = {text};");
                continue;
            }

            string name = Literals.Identifier(names.Unique(NodeName.Camel(NameParts.Local([.. value.Nodes.Select(places.NameOf)]))));
            _names[text] = name;
            string[] shapes = [.. value.Nodes.Select(n => places.ShapeOf(n).ToString()).Distinct()];
            string type = Literals.Pointer(value.Nodes[0].Type.DType, places.Storages[value.Nodes[0]]);
            _declarations.Add((type, $"{name} = {text}", shapes.Length == 1 ? shapes[0] : ""));
        }
    }

    /// <summary>The names of the variables.</summary>
    public IEnumerable<string> Names => _names.Values;

    public string this[PlaceValue place] => _names[Text(place)];

    /// <summary>
    /// Declares the variables: sizes that differ between iterations, named after the first one's, then values, a few of them one a
    /// line with their shapes. More fill the lines: the calls that write them say the shapes.
    /// </summary>
    /// <returns>Whether there are any.</returns>
    public bool WriteDeclarations(CodeWriter code)
    {
        code.Lines(_sizes);
        if (_declarations.Count <= Few)
        {
            foreach (var (type, declaration, shape) in _declarations)
                code.Line($"{(type is "Floats" or "Ints" ? "var" : type)} {declaration};", shape);
        }
        else
        {
            foreach (var type in _declarations.GroupBy(d => d.Type))
                code.Call($"{type.Key} ", [.. type.Select(d => d.Code)], ";");
        }

        return _sizes.Count + _declarations.Count > 0;
    }

    private static string Text(PlaceValue place) =>
        place.Print(e => e.Index is null ? e.List : e.IsNumber ? Literals.Size(e.Index) : $"{e.List}[{Literals.Size(e.Index)}]");
}
