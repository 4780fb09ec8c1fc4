using System.Globalization;

namespace DLCompiler;

/// <summary>Boxes side by side, in the network or in a block, each after those that feed it.</summary>
/// <param name="Nodes">The boxes.</param>
/// <param name="Edges">Who feeds whom, by places in <paramref name="Nodes"/>: from a lower one to a higher one.</param>
internal sealed record DiagramScope(IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<(int From, int To)> Edges);

/// <summary>A box of a diagram: a layer, a block, equal blocks in a row, or an input.</summary>
internal sealed record DiagramNode(string Name)
{
    /// <summary>What it is; null for an input.</summary>
    public string? Kind { get; init; }

    public string Shape { get; init; } = "";

    /// <summary>The trained numbers of one, with those of its inner layers.</summary>
    public long Parameters { get; init; }

    /// <summary>How many equal ones it stands for.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What is in a block; null for none, or where it is not drawn.</summary>
    public DiagramScope? Inner { get; init; }

    public bool IsInput => Kind is null;

    /// <summary>The name, and how many there are.</summary>
    public string Title => Repeats == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} × {Repeats}");

    /// <summary>The lines below the title.</summary>
    public IReadOnlyList<string> Details
    {
        get
        {
            if (Kind is null) return [];
            string what = Shape.Length == 0 ? Kind : $"{Kind} → {Shape}";
            if (Parameters == 0) return [what];
            string count = Parameters.ToString("N0", CultureInfo.InvariantCulture);
            string times = Repeats == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Repeats} × ");
            return [what, $"{times}{count} {(Parameters == 1 ? "parameter" : "parameters")}"];
        }
    }
}
