namespace DLCompiler.Data;

/// <summary>An end of a text.</summary>
public enum TextSide
{
    /// <summary>Its end.</summary>
    Right,

    /// <summary>Its beginning.</summary>
    Left,
}

/// <summary>How texts become rows of tokens that are equally long.</summary>
public sealed record TextOptions
{
    /// <summary>
    /// The tokens of each text, begin and end included: longer ones are truncated, shorter ones padded. Null: as many as the longest has.
    /// </summary>
    public int? Length { get; init; }

    /// <summary>The most tokens of a text, begin and end included: what is longer is truncated. Null: any number.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>Where <see cref="Length"/> is null: the length is rounded up to a multiple of this.</summary>
    public int MultipleOf { get; init; } = 1;

    /// <summary>Whether what comes before a text is added: the begin token, or what a file's template says.</summary>
    public bool Begin { get; init; }

    /// <summary>Whether what comes after a text is added: the end token, or what a file's template says.</summary>
    public bool End { get; init; }

    /// <summary>The side on which padding is added.</summary>
    public TextSide Padding { get; init; }

    /// <summary>The side on which a text's tokens are dropped. The begin and end tokens are kept.</summary>
    public TextSide Truncation { get; init; }

    /// <summary>The token that pads; null: the tokenizer's.</summary>
    public int? PadId { get; init; }
}
