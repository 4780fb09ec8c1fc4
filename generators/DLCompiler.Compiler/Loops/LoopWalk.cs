using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Loops;

/// <summary>Walks over the parts of a loop nest.</summary>
public static class LoopWalk
{
    /// <summary>The statements and, before it, everything inside each loop.</summary>
    public static IEnumerable<Statement> All(this IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is Loop loop)
            {
                foreach (var inner in loop.Body.All()) yield return inner;
            }

            yield return statement;
        }
    }

    /// <summary>The expression that a statement evaluates; null for those that evaluate none.</summary>
    public static Expression? Value(this Statement statement) => statement switch
    {
        Let let => let.Value,
        Write write => write.Value,
        Accumulate accumulate => accumulate.Value,
        _ => null,
    };

    /// <summary>The expression and its arguments, inside out.</summary>
    public static IEnumerable<Expression> All(this Expression? expression)
    {
        if (expression is null) yield break;
        if (expression is Call call)
        {
            foreach (var inner in call.Arguments.SelectMany(a => a.All())) yield return inner;
        }

        yield return expression;
    }

    /// <summary>Every expression in the statements.</summary>
    public static IEnumerable<Expression> Expressions(this IEnumerable<Statement> statements) =>
        statements.All().SelectMany(s => s.Value().All());

    /// <summary>Every index into memory, and every position that is used as a value.</summary>
    public static IEnumerable<Affine> Indices(this IEnumerable<Statement> statements) =>
        statements.All().OfType<Write>().Select(w => w.Index)
            .Concat(statements.Loads().SelectMany<Load, Affine>(l => l.Row is { } row ? [l.Index, row.Index] : [l.Index]))
            .Concat(statements.Expressions().OfType<Position>().Select(p => p.Index))
            .Concat(statements.Expressions().OfType<RandomValue>().Select(r => r.Index));

    /// <summary>Every buffer that is read or written, once for each place.</summary>
    public static IEnumerable<Pointer> Pointers(this IEnumerable<Statement> statements) =>
        statements.Loads().SelectMany<Load, Pointer>(l => l.Row is { } row ? [l.Pointer, row.Indices] : [l.Pointer])
            .Concat(statements.All().OfType<Write>().Select(w => w.Pointer));

    private static IEnumerable<Load> Loads(this IEnumerable<Statement> statements) => statements.Expressions().OfType<Load>();
}
