namespace DLCompiler;

/// <summary>How a network is drawn.</summary>
public sealed record DiagramOptions
{
    /// <summary>Whether each of several equal blocks in a row is drawn by itself, instead of one that says how many there are.</summary>
    public bool ExpandsRepeats { get; init; }

    /// <summary>Whether the layers of a block are drawn, in a frame around them; else a block is one box.</summary>
    public bool ShowsInnerLayers { get; init; } = true;
}

/// <summary>
/// A picture of a network: its layers with kind, shape and number of parameters, and what feeds them. Equal blocks in a row are one
/// box, <c>Blocks × 12</c>.
/// </summary>
/// <example>
/// <code>
/// File.WriteAllText("network.svg", model.Diagram().ToSvg());
/// </code>
/// </example>
public sealed class Diagram
{
    private readonly string _name;
    private readonly DiagramScope _scope;

    private Diagram(string name, DiagramScope scope) => (_name, _scope) = (name, scope);

    /// <summary>The picture of what a summary tells. A layer that is called several times is one box.</summary>
    /// <param name="summary">The layers.</param>
    /// <param name="options">How they are drawn; null for folded repeats with their inner layers.</param>
    public static Diagram Of(ModelSummary summary, DiagramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new Diagram(summary.Name, DiagramBuilder.Build(summary, options ?? new DiagramOptions()));
    }

    /// <summary>
    /// The picture in SVG, from top to bottom, in light or dark colours as the viewer prefers. It refers to nothing outside of it.
    /// </summary>
    public string ToSvg() => DiagramSvg.Write(_name, DiagramLayout.Of(_scope));

    /// <summary>The same as a flowchart in Mermaid's notation, which pages in Markdown show; lines end with <c>\n</c>.</summary>
    public string ToMermaid() => DiagramMermaid.Write(_scope);
}

/// <summary>The pictures of networks.</summary>
public static class Diagrams
{
    /// <summary>The picture of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="options">How it is drawn; null for folded repeats with their inner layers.</param>
    public static Diagram Diagram(this IModel model, DiagramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return DLCompiler.Diagram.Of(model.Summary, options);
    }
}
