using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>Shapes that declarations state. What is wrong with a dimension is found at that dimension.</summary>
internal static class StatedShape
{
    /// <summary>The place of a method's parameter; its dimensions follow.</summary>
    public static SpecPlace Place(SpecBody body, string parameter) => new($"{body.Id}:{parameter}", 0);

    /// <summary>The shape of a parameter of Forward or the loss.</summary>
    /// <exception cref="TraceStop">A dimension is wrong.</exception>
    public static Shape Of(
        SpecBody body, SpecParameter parameter, EquatableArray<string> dims, Func<string, Dim?> symbols) =>
        Of(dims, Place(body, parameter.Name), symbols, (finding, _) => new TraceStop(finding));

    /// <summary>The shape of a parameter or a buffer that <paramref name="frame"/>'s network declares.</summary>
    /// <exception cref="TraceStop">A dimension is wrong.</exception>
    public static Shape Of(ParameterSpec raw, Frame frame) => Of(
        raw.Shape,
        new SpecPlace(raw.Place, 0),
        frame.Instance.Symbol,
        (finding, text) => frame.Stop(finding.Rule, finding.Message, finding.Place, text));

    private static Shape Of(
        EquatableArray<string> dims,
        SpecPlace place,
        Func<string, Dim?> symbols,
        Func<Finding, string, TraceStop> stop)
    {
        if (dims.Count > Shape.MaxRank)
        {
            string message = $"a shape has at most {Shape.MaxRank} dimensions, not {dims.Count}";
            throw stop(new Finding("DLC0007", message, place), "");
        }

        return Shape.Of(dims.Select((text, i) => Dimension(text, place with { Index = i + 1 })));

        Dim Dimension(string text, SpecPlace at)
        {
            try
            {
                return InRange(DimParser.Parse(text, symbols));
            }
            catch (ShapeException e)
            {
                throw stop(new Finding(e.Rule, e.Message, at), text).In(at, e.Part);
            }
        }
    }

    private static Dim InRange(Dim dim) => dim.IsConstant && dim.Constant is < 1 or > int.MaxValue
        ? throw new ShapeException("DLC0007", $"a dimension is at least 1 and at most {int.MaxValue}, not {dim}")
        : dim;
}
