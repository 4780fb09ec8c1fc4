namespace DLCompiler.Compiler.Loops;

/// <summary>
/// Writes a value that is used once, in the same body, where it is used, as a person would: <c>x * w + b</c> instead of three
/// locals. Long expressions keep their locals; those that are left are numbered anew.
/// </summary>
internal sealed class LetInlining
{
    private const int MaxCalls = 4;

    private readonly Dictionary<Local, int> _uses;
    private readonly Dictionary<Local, Expression> _replaced = [];
    private readonly Names _names = new(KernelWords.All);

    private LetInlining(IReadOnlyList<Statement> statements)
    {
        _uses = statements.Expressions().OfType<Use>().GroupBy(u => u.Local).ToDictionary(g => g.Key, g => g.Count());
        foreach (string name in statements.Pointers().Select(p => p.Name).Distinct()) _ = _names.Unique(name);
    }

    public static EquatableArray<Statement> Run(IReadOnlyList<Statement> statements) => new LetInlining(statements).Body(statements);

    private EquatableArray<Statement> Body(IReadOnlyList<Statement> statements)
    {
        var here = new HashSet<Local>(
            statements.Where(s => s is not Loop).SelectMany(s => s.Value().All()).OfType<Use>().Select(u => u.Local));
        var result = new List<Statement>();
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Let let:
                    var value = Replace(let.Value);
                    bool single = _uses.TryGetValue(let.Local, out int count) && count == 1 && here.Contains(let.Local);
                    if (single && value.All().Count(e => e is Call) <= MaxCalls) _replaced[let.Local] = value;
                    else result.Add(new Let(Renamed(let.Local), value));
                    break;
                case Finish finish: result.Add(finish with { Local = Renamed(finish.Local) }); break;
                case Write write: result.Add(write with { Value = Replace(write.Value) }); break;
                case Accumulate accumulate: result.Add(accumulate with { Value = Replace(accumulate.Value) }); break;
                case Loop loop: result.Add(loop with { Body = Body(loop.Body) }); break;
                default: result.Add(statement); break;
            }
        }

        return result.ToEquatableArray();
    }

    private Local Renamed(Local local)
    {
        var renamed = new Local(_names.Unique(local.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')));
        _replaced[local] = new Use(renamed);
        return renamed;
    }

    private Expression Replace(Expression expression) => expression switch
    {
        Use use => _replaced[use.Local],
        Call call => call with { Arguments = call.Arguments.Select(Replace).ToEquatableArray() },
        _ => expression,
    };
}
