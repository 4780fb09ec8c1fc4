using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// What a network states of its sizes by <c>[Require]</c>: decided where the sizes that it got decide it, else a guard of the run.
/// </summary>
internal static class RequirementCheck
{
    /// <param name="run">The trace.</param>
    /// <param name="frame">Forward's.</param>
    /// <param name="symbols">The sizes by their names.</param>
    /// <exception cref="TraceStop">A requirement is written wrong (DLC0018), names what is no size (DLC0008), or does not
    /// hold (DLC1018).</exception>
    public static void Run(TraceRun run, Frame frame, Func<string, Dim?> symbols)
    {
        foreach (var requirement in frame.Instance.Spec.Requirements)
        {
            var place = new SpecPlace(requirement.Place, 1);
            using var guards = Constraints.Open((condition, message) => run.Guard(condition, message, place));
            try
            {
                var stated = DimParser.ParseCondition(requirement.Text, Size);
                Constraints.Require(stated.Condition, "DLC1018", () => Message(frame.Instance.Spec, requirement, stated));
            }
            catch (ShapeException e)
            {
                throw frame.Stop(e.Rule, e.Message, place, requirement.Text).In(place, e.Part);
            }

            Dim? Size(string name) => symbols(name) ?? (requirement.Constant(name) is { } value ? value : null);
        }
    }

    /// <summary><c>Attention requires D % Heads == 0, but D % Heads is 2 (D = 10, Heads = 4)</c>.</summary>
    private static string Message(NetworkSpec network, RequirementSpec requirement, StatedCondition stated)
    {
        var condition = stated.Condition;
        var sides = new[] { (Text: stated.Left, Size: condition.Left), (Text: stated.Right, Size: condition.Right) };
        var values = sides.Where(s => s.Text != s.Size.ToString()).Select(s => $"{s.Text} is {s.Size}").ToList();
        bool isWrong = condition.Holds == false;
        var names = stated.Names.Where(n => n.Name != n.Size.ToString() && !(isWrong && sides.Any(s => s.Text == n.Name)))
            .Select(n => $"{n.Name} = {n.Size}").ToList();
        string message = $"{network.Type.Name} requires {requirement.Text}";
        if (isWrong)
            message += values.Count == 0 ? ", which never holds" : $", but {string.Join(" and ", values)}";
        return names.Count > 0 ? $"{message} ({string.Join(", ", names)})" : message;
    }
}
