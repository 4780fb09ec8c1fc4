using System.Globalization;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Repetition;

/// <summary>
/// Something that code mentions: an element of a list, such as <c>arena[3]</c>; without an index, a variable; or a whole number.
/// </summary>
internal readonly record struct Place(string Of, int? Index = null)
{
    private const string Numbers = "#";

    /// <summary>Whether it is a number, which may be any other in another iteration.</summary>
    public bool IsNumber => Of == Numbers;

    public static Place Number(int value) => new(Numbers, value);

    /// <summary>The step from this place to another one of the same list; null where there is none.</summary>
    public int? StepTo(Place other) =>
        Of != other.Of || Index is null != other.Index is null ? null : other.Index - Index ?? 0;

    /// <summary>The place a number of elements further on.</summary>
    public Place Shift(int by) => Index is null ? this : this with { Index = Index + by };
}

/// <summary>A place as an expression over the variables of loops.</summary>
internal abstract record PlaceValue
{
    /// <summary>The list, where the place is an element in every iteration.</summary>
    public abstract string Of { get; }

    /// <summary>What the place is called in all iterations but exceptional ones: orders declarations.</summary>
    public abstract long Order { get; }

    public abstract PlaceValue Shift(Dim by);

    /// <summary>The expression, with each place written by <paramref name="element"/>.</summary>
    public abstract string Print(Func<ElementValue, string> element);

    /// <summary>A whole number, the same in every iteration.</summary>
    public bool IsNumber => this is ElementValue && new Place(Of).IsNumber;

    public static PlaceValue At(Place place) => new ElementValue(place.Of, place.Index is { } index ? (Dim)(long)index : null);
}

/// <summary>The same list in every iteration.</summary>
internal sealed record ElementValue(string List, Dim? Index) : PlaceValue
{
    public override string Of => List;

    public override long Order => Index?.Constant ?? 0;

    public override PlaceValue Shift(Dim by) => Index is null ? this : this with { Index = Index + by };

    public override string Print(Func<ElementValue, string> element) => element(this);
}

/// <summary>Another place in the first or the last iteration.</summary>
internal sealed record ChoiceValue(string Condition, PlaceValue Then, PlaceValue Else) : PlaceValue
{
    public override string Of => Else.Of;

    public override long Order => Else.Order;

    public override PlaceValue Shift(Dim by) => new ChoiceValue(Condition, Then.Shift(by), Else.Shift(by));

    public override string Print(Func<ElementValue, string> element)
    {
        string then = Then.Print(element);
        return $"{Condition} ? {(Then is ChoiceValue ? $"({then})" : then)} : {Else.Print(element)}";
    }
}

/// <summary>One of several values, by the variable of a loop.</summary>
internal sealed record PickValue(string Variable, EquatableArray<PlaceValue> Values) : PlaceValue
{
    public override string Of => Values[0].Of;

    public override long Order => Values[0].Order;

    public override PlaceValue Shift(Dim by) => this with { Values = Values.Select(v => v.Shift(by)).ToEquatableArray() };

    public override string Print(Func<ElementValue, string> element)
    {
        // The arm of most values is that of all others.
        var arms = Values.Select((v, i) => (Text: v.Print(element), Number: i.ToString(CultureInfo.InvariantCulture)))
            .GroupBy(v => v.Text, v => v.Number).ToList();
        int most = arms.Max(a => a.Count());
        var rest = arms.Last(a => a.Count() == most);
        string[] texts = [.. arms.Where(a => a != rest).Select(a => $"{string.Join(" or ", a)} => {a.Key}"), $"_ => {rest.Key}"];
        return arms.Count == 1 ? rest.Key : $"{Variable} switch {{ {string.Join(", ", texts)} }}";
    }
}
