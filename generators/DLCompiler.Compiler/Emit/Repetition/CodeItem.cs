using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Repetition;

/// <summary>A piece of code, by its text with the places that it mentions left open.</summary>
/// <param name="Key">Equal for pieces that differ only in their places.</param>
/// <param name="Places">What it mentions, in order.</param>
/// <param name="Lines">About how many lines it takes.</param>
internal abstract record CodeItem(string Key, EquatableArray<Place> Places, int Lines);

/// <summary>A single piece, which stands for one of the caller's, or, within a repetition, for one in each iteration.</summary>
/// <param name="Numbers">The caller's numbers of the pieces, in the order in which they run.</param>
internal sealed record SingleItem(EquatableArray<int> Numbers, string Key, EquatableArray<Place> Places, int Lines)
    : CodeItem(Key, Places, Lines);

/// <summary>
/// Pieces that run several times, one iteration after the other: what they mention moves on by the same step each time, but
/// perhaps for the first and the last iteration; numbers may be any.
/// </summary>
internal sealed record RepeatedItem(int Count, IReadOnlyList<CodeItem> Body, EquatableArray<Slot> Slots, EquatableArray<Place> Places)
    : CodeItem(KeyOf(Count, Body, Slots), Places, 1)
{
    /// <summary>Whether the parameters are met from the last to the first, as in a backward pass.</summary>
    public bool IsReversed => Slots.Count(s => s.Step < 0 && Places[s.Base].Of == "parameters") > Slots.Count(s => s.Step > 0 && Places[s.Base].Of == "parameters");

    /// <summary>The places of the body, item after item, in the iteration that <paramref name="variable"/> numbers.</summary>
    /// <param name="values">The item's own places.</param>
    /// <param name="variable">Counts from 0, or, where reversed, down to 0.</param>
    public IReadOnlyList<PlaceValue> BodyValues(IReadOnlyList<PlaceValue> values, string variable)
    {
        var number = Dim.Symbol(variable);
        var iteration = IsReversed ? (Dim)(Count - 1L) - number : number;
        (int first, int last) = IsReversed ? (Count - 1, 0) : (0, Count - 1);
        return [.. Slots.Select(slot =>
        {
            if (slot.All.Count > 0)
            {
                var all = slot.All.Select(own => values[own]);
                return new PickValue(variable, (IsReversed ? all.Reverse() : all).ToEquatableArray());
            }

            var value = values[slot.Base].Shift(iteration * slot.Step);
            if (slot.Last is { } end) value = new ChoiceValue($"{variable} == {last}", values[end], value);
            return slot.First is { } start ? new ChoiceValue($"{variable} == {first}", values[start], value) : value;
        })];
    }

    private static string KeyOf(int count, IReadOnlyList<CodeItem> body, EquatableArray<Slot> slots) =>
        $"{count} times {{\n{string.Join("\n", body.Select(b => b.Key))}\n}} {string.Join(" ", slots)}";
}

/// <summary>
/// A place of a repetition's body, by numbers of the repetition's own places: <see cref="Base"/> moved on by
/// <see cref="Step"/> in each iteration, but <see cref="First"/> in the first and <see cref="Last"/> in the last one.
/// <see cref="All"/> are those of all iterations where there is no such rule.
/// </summary>
internal readonly record struct Slot(int Base, int Step, int? First, int? Last)
{
    public EquatableArray<int> All { get; init; }

    public override string ToString() => $"{Base} {Step} {First} {Last} [{string.Join(" ", All)}]";
}
