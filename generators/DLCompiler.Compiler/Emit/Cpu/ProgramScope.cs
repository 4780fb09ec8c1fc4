using DLCompiler.Compiler.Emit.Repetition;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>A value that a method uses: where it is, and the nodes that it stands for, one an iteration.</summary>
internal sealed record ScopeValue(PlaceValue Place, IReadOnlyList<Node> Nodes);

/// <summary>The C# variables of one method that point to values: parameters first, then gradients, then the arena.</summary>
internal sealed class ProgramScope
{
    private static readonly string[] Lists = [ProgramPlaces.Parameters, ProgramPlaces.Gradients, ProgramPlaces.Arena];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Code, string Comment)> _declarations = [];

    public ProgramScope(ProgramPlaces places, IEnumerable<string> variables, IEnumerable<ScopeValue> values)
    {
        var names = new Names([.. places.Reserved, .. variables]);
        foreach (var value in values.OrderBy(v => Array.IndexOf(Lists, v.Place.Of)).ThenBy(v => v.Place.Order))
        {
            string text = Text(value.Place);
            if (_names.ContainsKey(text)) continue;
            if (value.Place is ElementValue { Index: null })
            {
                _names[text] = text;
                continue;
            }

            string name = Literals.Identifier(names.Unique(NodeName.Camel(NameParts.Local([.. value.Nodes.Select(places.NameOf)]))));
            _names[text] = name;
            string[] shapes = [.. value.Nodes.Select(places.ShapeOf).Distinct()];
            _declarations.Add(($"var {name} = {text};", shapes.Length == 1 ? shapes[0] : ""));
        }
    }

    /// <summary>Statements that declare the variables, with their shapes as comments.</summary>
    public IReadOnlyList<(string Code, string Comment)> Declarations => _declarations;

    public string this[PlaceValue place] => _names[Text(place)];

    private static string Text(PlaceValue place) =>
        place.Print(e => e.Index is null ? e.List : $"{e.List}[{Literals.Size(e.Index)}]");
}
