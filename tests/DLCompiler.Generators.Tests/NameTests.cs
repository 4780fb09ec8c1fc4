using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// Generated code has names of the user's among its own. Each word of the code of a model with everything is tried as a name of
/// the user's, at each place where he gives one: it is as good as any other.
/// </summary>
public class NameTests
{
    /// <summary>So many names a program: one that is in the way fails it, and its message says which.</summary>
    private const int Batch = 40;

    private const string Model = """
        [Block]
        public partial class Piece
        {
            [BatchNorm] private partial Tensor Qn(Tensor z);
            [Linear("D")] private partial Tensor Qi(Tensor z);
            [Forward] private Tensor Qf([Shape("N", "D")] Tensor z) => z + Dropout(Qi(Qn(z)), 0.1f);
        }

        [Model(InputGradients = true, Gpu = true)]
        public partial class Qm
        {
            [Embedding(9, 8)] private partial Tensor Qe(IntTensor z);
            [Layer<Piece>(Repeat = 4)] private partial Tensor Qp(Tensor z);
            [Layer<Piece>] private partial Tensor Qq(Tensor z);
            [Parameter(8)] private partial Tensor Qg { get; }

            [Forward]
            private (Tensor Qa, Tensor Qb) Qf([Shape("N", 8)] Tensor qx, [Shape("N")] IntTensor qy, [Shape("T", "N", 8)] Tensor qz)
            {
                var qw = Tap(Qp(Qq(qx) * Qg + Qe(qy)), "qt");
                return (qw, Scan(qz, qw, (qr, qs) => (qr, Tanh(qs + qr))).Last);
            }

            [Loss(Reported = true)] private static Tensor Qk(Tensor qa, Tensor qb, [Shape("N")] IntTensor ql) => CrossEntropy(qa, ql);
            [Loss] private static Tensor Qj(Tensor qa, Tensor qb) => Mean(Abs(qa - qb));
        }
        """;

    private const string Layer = "[Linear(8)] private partial Tensor Qq(Tensor z);";
    private const string Input = "[Shape(\"N\", 8)] Tensor qx";
    private const string Forward = "[Forward] private Tensor Qf(" + Input + ") => Tap(Qq(qx), \"qt\");";
    private const string Loss = "[Loss] private static Tensor Qk(Tensor qy) => Mean(qy);";

    private static readonly Lazy<IReadOnlyList<string>> Words = new(FindWords);

    private static readonly string[] Places =
        ["Inputs", "Unread", "IntInputs", "Labels", "Results", "Symbols", "Losses", "Layers", "Blocks", "Parameters", "Taps"];

    public static TheoryData<string, int> All => Batches((_, _) => true);

    /// <summary>Each word at three of the places.</summary>
    public static TheoryData<string, int> Sample => Batches((place, batch) => (place + batch) % 4 == 0);

    private static TheoryData<string, int> Batches(Func<int, int, bool> takes)
    {
        var data = new TheoryData<string, int>();
        for (int place = 0; place < Places.Length; place++)
        {
            for (int batch = 0; batch * Batch < Words.Value.Count; batch++)
            {
                if (takes(place, batch)) data.Add(Places[place], batch * Batch);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sample))]
    public void Words_are_names(string place, int start) => Check(place, start);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(All))]
    public void Every_word_is_a_name_at_every_place(string place, int start) => Check(place, start);

    private static void Check(string place, int start)
    {
        string[] names = [.. Words.Value.Skip(start).Take(Batch)];
        if (place is not ("Labels" or "Symbols" or "Taps")) names = [.. names.Where(IsMember)];
        if (place is "Results" or "Losses") names = [.. names.Except(["Item1", "Item2", "Total", "ToString"])];
        if (names.Length == 0) return;
        string source = place switch
        {
            "Inputs" => Layer + Entry(Tensors("N"), $"Tap(Qq({Sum("@{0}")}), \"qt\")") + Loss,
            "Unread" => Layer + $"[Forward] private (Tensor @{names[0]}, Tensor Qb) Qf([Shape(\"N\", 8)] Tensor qx, {Tensors("N")}) => (Qq(qx), qx);",
            "IntInputs" => "[Embedding(9, 8)] private partial Tensor Qe(IntTensor z);"
                + Entry(List("[Shape(\"N\")] IntTensor @{0}"), Sum("Qe(@{0})")) + Loss,
            "Labels" => Layer + Forward + $"[Loss] private static Tensor Qk(Tensor qy, {Tensors("N")}) => Mse(qy, {Sum("@{0}")});",
            "Results" => Layer + $"[Forward] private (Tensor Qa, {List("Tensor @{0}")}) Qf([Shape(\"N\", 8)] Tensor qx) "
                + $"{{ var qw = Qq(qx); return (qw, {List("qw * {1}")}); }}"
                + $"[Loss] private static Tensor Qk(Tensor qa, {List("Tensor @{0}")}) => Mean(qa) + {Sum("Mean(@{0})")};",
            "Symbols" => Layer + Entry(
                List("[Shape(\"{0}\", 8)] Tensor q{1}"), $"Tap(Qq(Concat([{List("Dropout(q{1}, 0.1f)")}], 0)), \"qt\")") + Loss,
            "Losses" => Layer + Forward + Join(" ", "[Loss(Name = \"{0}\")] private static Tensor Qk{1}(Tensor qy) => Mean(qy * {1});"),
            "Layers" => Join(" ", "[Linear(8)] private partial Tensor @{0}(Tensor z);") + Entry(Input, Sum("@{0}(qx)")) + Loss,
            "Blocks" => Join(" ", "[Layer<Piece>] private partial Tensor @{0}(Tensor z);") + Entry(Input, Sum("@{0}(qx)")) + Loss,
            "Parameters" => Join(" ", "[Parameter(8)] private partial Tensor @{0} {{ get; }}") + Entry(Input, $"qx * ({Sum("@{0}")})") + Loss,
            _ => Layer + $"[Forward] private Tensor Qf({Input}) {{ {Join(" ", "qx = Tap(qx + {1}, \"{0}\");")} return Qq(qx); }}" + Loss,
        };
        string block = place == "Blocks" ? Model[..Model.IndexOf("[Model", StringComparison.Ordinal)] : "";
        string options = place is "Inputs" or "Labels" or "Results" or "Symbols" ? ", Gpu = true" : "";
        Clean($"{block} [Model(InputGradients = true{options})] public partial class Qm {{ {source} }}");

        string Join(string separator, string format) => string.Join(
            separator, names.Select((n, i) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, n, i + 2)));
        string List(string format) => Join(", ", format);
        string Tensors(string symbol) => List($"[Shape(\"{symbol}\", 8)] Tensor @{{0}}");
        string Sum(string format) => Join(" + ", format);
    }

    /// <summary>A class may have any name but those of its members.</summary>
    [Fact]
    public void Every_word_is_a_class()
    {
        string Class(string name) =>
            $"[DLCompiler.Model] public partial class @{name} {{ [DLCompiler.Parameter(8)] private partial DLCompiler.Tensor Qg {{ get; }} "
            + $"[DLCompiler.Forward] private DLCompiler.Tensor Qf([DLCompiler.Shape(\"N\", 8)] DLCompiler.Tensor qx) => qx * Qg; "
            + "[DLCompiler.Loss] private static DLCompiler.Tensor Qk(DLCompiler.Tensor qy) => DLCompiler.Ops.Mean(qy); }";
        string[] names = [.. Words.Value.Where(IsMember).Where(w => char.IsUpper(w[0])).Except(["DLCompiler", "System"])];
        Clean("namespace Own { " + string.Join("\n", names.Select(Class)) + " }");
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("X", "XParameters")]
    [InlineData("All", "all")]
    public void Layers_that_look_alike(string first, string second) => Clean(
        $"[Model] public partial class Qm {{ [Linear(8)] private partial Tensor {first}(Tensor z); [Linear(8)] private partial Tensor {second}(Tensor z); "
        + $"[Forward] private Tensor Qf([Shape(\"N\", 8)] Tensor qx) => {second}({first}(qx)); }}");

    [Theory]
    [InlineData("Bb", "SetBb")]
    [InlineData("Bb", "EditBb")]
    [InlineData("Bb", "bb")]
    [InlineData("Weight", "weight")]
    public void A_parameter_beside_a_layer(string parameter, string layer)
    {
        string members = $"[Parameter(8)] private partial Tensor {parameter} {{ get; }} [Linear(8)] private partial Tensor {layer}(Tensor z); "
            + $"[Forward] private Tensor Qf([Shape(\"N\", 8)] Tensor qx) => {layer}(qx * {parameter});";
        Clean("[Model] public partial class Qm { " + members + " }");
        Clean("[Block] public partial class Piece { " + members + " } [Model] public partial class Qm { "
            + "[Layer<Piece>] private partial Tensor Qp(Tensor z); [Forward] private Tensor Qf([Shape(\"N\", 8)] Tensor qx) => Qp(qx); }");
    }

    /// <summary>Lengths do not tell what the size is; it is passed, beside an input of the same name.</summary>
    [Fact]
    public void An_input_that_is_called_like_a_size() => Clean(
        "[Model] public partial class Qm { [Forward] private Tensor Qf([Shape(\"N*T\")] Tensor N, [Shape(\"N\", \"T\")] Tensor T) => Reshape(N, \"N\", \"T\") + T; }");

    /// <summary>Tuples have names of their own, which a result gets in lower case at most.</summary>
    [Fact]
    public void Results_that_are_called_like_members_of_tuples() => Clean(
        "[Model] public partial class Qm { [Forward] private (Tensor item2, Tensor rest, Tensor toString) Qf([Shape(\"N\")] Tensor qx) => (qx + 1, qx + 2, qx + 3); }");

    private const string Rest = "[Forward] private Tensor Qf([Shape(\"N\", 8)] Tensor qx) => Relu(qx); [Loss] private static Tensor Qk(Tensor qy) => Mean(qy);";

    public static TheoryData<string> Generated => [.. Compiler.Emit.Declarations.GeneratedMembers.Names];

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_name_of_a_generated_member(string name)
    {
        string expected = $"DLC0006: {name} needs another name: the generator adds a member {name} to the class";
        Analysis.Reports($"[Model] public partial class [|{name}|] {{ {Rest} }}", expected);
        Analysis.Reports($"[Model] public partial class Net {{ {Rest} public bool [|{name}|] => true; }}", expected);
        Analysis.Reports($"[Model] public partial class Net {{ {Rest} public void [|{name}|](int seed) {{ }} }}", expected);
        Analysis.Reports(
            $"[Model] public partial class Net {{ {Rest.Replace("Relu(qx)", $"qx * {name}", StringComparison.Ordinal)} [Parameter(8)] private partial Tensor [|{name}|] {{ get; }} }}",
            expected);
    }

    [Fact]
    public void An_own_constructor_calls_what_is_there_all_the_same() => Analysis.Reports(
        "[Model] public partial class Net { public Net() => Initialize(3); " + Rest + " public bool [|Save|] => true; }",
        "DLC0006: Save needs another name: the generator adds a member Save to the class");

    [Theory]
    [InlineData("[Forward] private Tensor Qf([Shape(\"N\")] Tensor [|__x|]) => __x;", "__x")]
    [InlineData("[Forward] private Tensor Qf([Shape([|\"2*__n\"|])] Tensor x) => x;", "__n")]
    [InlineData("[Forward] private (Tensor __y, Tensor) [|Qf|]([Shape(\"N\")] Tensor x) => (x + 1, x);", "__y")]
    [InlineData("[Forward] private Tensor Qf([Shape(\"N\")] Tensor x) => x; [Loss] private static Tensor Qk(Tensor y, [Shape(\"N\")] Tensor [|__t|]) => Mse(y, __t);", "__t")]
    [InlineData("[Linear(8)] private partial Tensor A(Tensor [|__z|]); [Forward] private Tensor Qf([Shape(\"N\", 8)] Tensor x) => A(x);", "__z")]
    public void Names_of_the_generators(string members, string name) => Analysis.Reports(
        "[Model] public partial class Net { " + members + " }",
        $"DLC0006: {name} needs another name: names that start with __ are the generator's");

    [Theory]
    [InlineData("Rest")]
    [InlineData("Item3")]
    [InlineData("LossValues")]
    [InlineData("GetType")]
    public void A_loss_that_is_called_like_what_holds_it(string name) => Analysis.Reports(
        "[Model] public partial class Net { " + Rest + $" [Loss(Name = \"{name}\")] private static Tensor [|Ql|](Tensor y) => Mean(Abs(y)); }}",
        $"DLC0013: the loss Ql is declared wrong: what holds the losses has a member {name} of its own");

    private static string Entry(string parameters, string body) => $"[Forward] private Tensor Qf({parameters}) => {body};";

    private static bool IsMember(string word) =>
        !Compiler.Emit.Declarations.GeneratedMembers.Names.Contains(word) && typeof(Ops).GetMember(word).Length == 0 && word is not ("IntTensor" or "Tensor");

    private static void Clean(string source)
    {
        var found = Analysis.Run(Sources.Compile(source).AddReferences(Ilgpu.Reference));
        string[] errors = [.. found.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Describe)];
        Assert.True(errors.Length == 0, string.Join("\n", errors));
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
        return $"{Analysis.Text(diagnostic)}: {diagnostic.Location.SourceTree?.GetText().Lines[line].ToString().Trim()}";
    }

    /// <summary>The identifiers and keywords of generated code, but for those that are the generator's alone.</summary>
    private static IReadOnlyList<string> FindWords()
    {
        var compilation = Sources.Generate(Sources.Compile(Model).AddReferences(Ilgpu.Reference));
        var files = compilation.SyntaxTrees.Where(t => Path.GetFileName(t.FilePath).StartsWith("Qm.", StringComparison.Ordinal));
        return
        [
            .. files.SelectMany(t => t.GetRoot().DescendantTokens())
                .Where(t => t.IsKind(SyntaxKind.IdentifierToken) || t.IsKeyword()).Select(t => t.ValueText)
                .Where(w => !w.StartsWith("__", StringComparison.Ordinal) && w is not ("N" or "_"))
                .Where(w => w[0] is not ('q' or 'Q') || w.Length > 4)
                .Distinct().OrderBy(w => w, StringComparer.Ordinal),
        ];
    }
}
