namespace DLCompiler.Compiler.Specs;

/// <summary>A change that mends what is found; editors offer it.</summary>
/// <param name="Title">What it does, as a menu says it.</param>
/// <param name="Edits">New texts for places; none overlaps another.</param>
public sealed record Remedy(string Title, EquatableArray<RemedyEdit> Edits);

/// <summary>A new text for a place.</summary>
/// <param name="Place">What is replaced.</param>
/// <param name="Text">By what: <c>{0}</c> is the source of <paramref name="Part"/>.</param>
/// <param name="Part">A place whose source is kept, often the one that is replaced.</param>
public readonly record struct RemedyEdit(SpecPlace Place, string Text, SpecPlace Part)
{
    public RemedyEdit(SpecPlace place, string text)
        : this(place, text, place)
    {
    }
}
