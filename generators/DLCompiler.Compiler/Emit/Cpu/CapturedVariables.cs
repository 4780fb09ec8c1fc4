using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>What the body of a vector loop, written as a method, uses of the method around it.</summary>
internal static class CapturedVariables
{
    public static IReadOnlyList<(string Declaration, string Argument)> Of(Loop loop, ExpressionWriter expressions)
    {
        var body = loop.Body;
        var ownAxes = new HashSet<int>(body.All().OfType<Loop>().Select(l => l.Axis.Index)) { loop.Axis.Index };
        var ownLocals = new HashSet<Local>(body.All().OfType<Let>().Select(l => l.Local).Concat(body.All().OfType<Finish>().Select(f => f.Local)));
        var ownSums = new HashSet<Accumulator>(body.All().OfType<Begin>().Select(b => b.Accumulator));

        var axes = body.Indices().SelectMany(i => i.Terms).Select(t => t.Axis).Where(a => !ownAxes.Contains(a)).Distinct().OrderBy(a => a);
        var locals = body.Expressions().OfType<Use>().Select(u => u.Local).Where(l => !ownLocals.Contains(l)).Distinct();
        var scratch = body.Pointers().Where(p => p.Scratch is not null).Distinct();
        var sums = body.All().OfType<Accumulate>().Select(a => a.Accumulator).Where(a => !ownSums.Contains(a)).Distinct();
        return
        [
            .. axes.Select(expressions.Variable).Select(name => ($"nint {name}", name)),
            .. locals.Select(expressions.Name).Select(name => ($"V {name}", name)),
            .. scratch.Select(p => ($"Floats {p.Name}", p.Name)),
            .. sums.Select(a => ($"ref V {a.Name}", $"ref {a.Name}")),
        ];
    }
}
