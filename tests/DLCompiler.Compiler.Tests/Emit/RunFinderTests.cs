using DLCompiler.Compiler.Emit;
using DLCompiler.Compiler.Emit.Repetition;

namespace DLCompiler.Compiler.Tests.Emit;

public class RunFinderTests
{
    [Fact]
    public void PlacesThatMoveOnRegularlyBecomeALoop() => Assert.Equal(
        "a[7]; 3 × i: (b[i * 2] c[i]); a[0]",
        Fold("a a:7", "b b:0", "c c:0", "b b:2", "c c:1", "b b:4", "c c:2", "a a:0"));

    [Fact]
    public void TheFirstAndTheLastIterationMayDiffer() => Assert.Equal(
        "4 × i: (k[i == 0 ? x : r[i - 1]] l[i == 3 ? y : r[i]])",
        Fold("k x", "l r:0", "k r:0", "l r:1", "k r:1", "l r:2", "k r:2", "l y"));

    [Fact]
    public void TheSamePlaceStaysTheSame() => Assert.Equal("3 × i: (k[x,p[i]])", Fold("k x p:0", "k x p:1", "k x p:2"));

    [Fact]
    public void ParametersThatAreMetBackwardsCountDown() => Assert.Equal(
        "3 × i down: (k[parameters[i * 2 + 1],r[2 - i]])",
        Fold("k parameters:5 r:0", "k parameters:3 r:1", "k parameters:1 r:2"));

    [Fact]
    public void RepetitionsNest() => Assert.Equal(
        "3 × i: (g[p[i * 3]] 2 × j: (k[p[i * 3 + j + 1]]))",
        Fold("g p:0", "k p:1", "k p:2", "g p:3", "k p:4", "k p:5", "g p:6", "k p:7", "k p:8"));

    /// <summary>Iterations begin with a block, though the sequence repeats from the item before on.</summary>
    [Fact]
    public void WhatBelongsToABlockStaysTogether() => Assert.Equal(
        "l[p[9]]; 2 × i: (k[p[i * 2 + 10]] l[p[i * 2 + 11]])",
        Fold("l p:9", "k p:10", "l p:11", "k p:12", "l p:13"));

    [Fact]
    public void WhatBreaksTheStepEndsALoop() => Assert.Equal(
        "4 × i: (k[i == 3 ? p[9] : p[i]]); k[p[4]]", Fold("k p:0", "k p:1", "k p:2", "k p:9", "k p:4"));

    [Fact]
    public void NumbersMayBeAny() => Assert.Equal(
        "4 × i: (k[8,i switch { 2 => 7, _ => 5 },p[i]])", Fold("k 8 5 p:0", "k 8 5 p:1", "k 8 7 p:2", "k 8 5 p:3"));

    [Fact]
    public void NumbersOfRepetitionsInRepetitions() => Assert.Equal(
        "2 × i: (g[i switch { 0 => 1, _ => 6 }] 2 × j: (k[j switch { 0 => i switch { 0 => 2, _ => 7 }, _ => i switch { 0 => 3, _ => 8 } }]))",
        Fold(["g 1", "k 2", "k 3", "g 6", "k 7", "k 8"], overhead: -9));

    [Fact]
    public void PickingManyNumbersIsNotWorthALoop() => Assert.Equal("k[1,2]; k[3,4]", Fold("k 1 2", "k 3 4"));

    [Fact]
    public void ATemplateHasHolesForNumbersAlone()
    {
        var numbers = new List<int>();
        string template = Template.Open("Run(#0, n12, x3[4], 5f, 0.6f, 1e-7f, 8d, (9, N * 10), -11)", n =>
        {
            numbers.Add(n);
            return numbers.Count;
        });
        Assert.Equal("Run(#0, n12, x3[#1], 5f, 0.6f, 1e-7f, 8d, (#2, N * #3), -#4)", template);
        Assert.Equal([4, 9, 10, 11], numbers);
        Assert.Equal("Run(a0, n12, x3[a1], 5f, 0.6f, 1e-7f, 8d, (a2, N * a3), -a4)", Template.Fill(template, n => $"a{n}"));
    }

    [Fact]
    public void LittleIsNotWorthALoop() => Assert.Equal("k[a[0]]; k[a[1]]; k[a[2]]", Fold(["k a:0", "k a:1", "k a:2"], overhead: 2));

    /// <summary>Whatever is folded runs the same items on the same places, in the same order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LoopsUnrollToWhatTheyWereMadeOf(int alphabet)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var items = Enumerable.Range(0, random.Next(2, 24)).Select(number => (CodeItem)new SingleItem(
                [number],
                ((char)('a' + random.Next(alphabet))).ToString(),
                [new Place("parameters", random.Next(3)), new Place(random.Next(4) == 0 ? "x" : "y"), Place.Number(random.Next(3))],
                1)).ToList();
            var folded = RunFinder.Find(items, 0);
            var values = folded.SelectMany(i => i.Places).Select(PlaceValue.At).ToList();
            string[] unrolled = [.. Unroll(folded, values, new Dictionary<string, long>())];
            Assert.Equal([.. items.Select(i => $"{i.Key} {i.Places[0].Index} {i.Places[1].Of} {i.Places[2].Index}")], unrolled);
        }
    }

    private static string Fold(params string[] items) => Fold(items, overhead: 0);

    /// <summary>Items as <c>key place…</c>, a place as <c>list:index</c> or <c>name</c>, folded, as text.</summary>
    private static string Fold(string[] items, int overhead)
    {
        var parsed = items.Select((text, number) =>
        {
            string[] parts = text.Split(' ');
            return (CodeItem)new SingleItem([number], parts[0], parts[1..].Select(Parse).ToEquatableArray(), 1);
        });
        var folded = RunFinder.Find([.. parsed], overhead, p => $"{p.Index / 2}");
        return Print(folded, [.. folded.SelectMany(i => i.Places).Select(PlaceValue.At)], "; ", 'i');
    }

    private static Place Parse(string text) => int.TryParse(text, out int number) ? Place.Number(number)
        : text.Split(':') is [var list, var index] ? new Place(list, int.Parse(index)) : new Place(text);

    private static string Print(IReadOnlyList<CodeItem> items, IReadOnlyList<PlaceValue> values, string separator, char variable)
    {
        var texts = new List<string>();
        int start = 0;
        foreach (var item in items)
        {
            PlaceValue[] own = [.. values.Skip(start).Take(item.Places.Count)];
            start += own.Length;
            if (item is RepeatedItem repeated)
            {
                string body = Print(repeated.Body, repeated.BodyValues(own, $"{variable}"), " ", (char)(variable + 1));
                texts.Add($"{repeated.Count} × {variable}{(repeated.IsReversed ? " down" : "")}: ({body})");
            }
            else
            {
                string[] places = [.. own.Select(v => v.Print(e => e.Index is null ? e.List : Short(e, item.Key)))];
                texts.Add($"{item.Key}[{string.Join(",", places)}]");
            }
        }

        return string.Join(separator, texts);
    }

    /// <summary>An element of the list that is called like the item is just its index.</summary>
    private static string Short(ElementValue element, string key) =>
        element.List == key || element.IsNumber ? Literals.Size(element.Index!) : $"{element.List}[{Literals.Size(element.Index!)}]";

    private static IEnumerable<string> Unroll(
        IReadOnlyList<CodeItem> items, IReadOnlyList<PlaceValue> values, Dictionary<string, long> variables)
    {
        int start = 0;
        foreach (var item in items)
        {
            PlaceValue[] own = [.. values.Skip(start).Take(item.Places.Count)];
            start += own.Length;
            if (item is RepeatedItem repeated)
            {
                string variable = "i" + variables.Count;
                for (int k = 0; k < repeated.Count; k++)
                {
                    var inner = new Dictionary<string, long>(variables) { [variable] = repeated.IsReversed ? repeated.Count - 1 - k : k };
                    foreach (string text in Unroll(repeated.Body, repeated.BodyValues(own, variable), inner)) yield return text;
                }
            }
            else
            {
                yield return $"{item.Key} {string.Join(" ", own.Select(v => Evaluate(v, variables)))}";
            }
        }
    }

    private static string Evaluate(PlaceValue value, Dictionary<string, long> variables) => value switch
    {
        ElementValue { Index: { } index } => $"{index.Evaluate(s => variables[s])}",
        ElementValue element => element.List,
        ChoiceValue choice when choice.Condition.Split(" == ") is [var name, var number] =>
            Evaluate(variables[name] == long.Parse(number) ? choice.Then : choice.Else, variables),
        PickValue pick => Evaluate(pick.Values[(int)variables[pick.Variable]], variables),
        _ => throw new InvalidOperationException(value.ToString()),
    };
}
