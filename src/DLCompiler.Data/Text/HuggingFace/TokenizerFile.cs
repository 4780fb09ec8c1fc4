using System.Text;

namespace DLCompiler.Data;

/// <summary>The parts of a tokenizer.json.</summary>
internal sealed class TokenizerFile
{
    // A file may not make a short text a row that memory cannot hold.
    private const int MostPadding = 1 << 20;

    private static readonly string[] PadNames = ["[PAD]", "<pad>", "<|pad|>", "<|padding|>"];
    private static readonly string[] BeginNames = ["<s>", "[CLS]", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "<|endoftext|>"];
    private static readonly string[] EndNames = ["</s>", "[SEP]", "<eos>", "<|end_of_text|>", "<|endoftext|>"];

    public required string Name { get; init; }

    /// <summary>The file itself, to be saved again.</summary>
    public required byte[] Bytes { get; init; }

    public required SubwordModel Model { get; init; }

    public required TokenTable Tokens { get; init; }

    public required AddedTokens Added { get; init; }

    public required PreTokenizers.Step Split { get; init; }

    public required TokenDecoders.Step Decode { get; init; }

    /// <summary>What the template puts before a text.</summary>
    public required int[] Before { get; init; }

    /// <summary>What the template puts after a text.</summary>
    public required int[] After { get; init; }

    public required TextOptions Options { get; init; }

    public required SpecialTokens Special { get; init; }

    public static TokenizerFile Read(TextJson state, SpecialTokens? special)
    {
        var model = SubwordModel.Read(state["model"]);
        AddedToken[] added = [.. state.Find("added_tokens")?.Items().Select(token => AddedToken.Read(token, model.Ids)) ?? []];
        var tokens = new TokenTable(model.Ids, added, state);
        var (before, after) = PostProcessors.Read(state.Find("post_processor"));
        foreach (int id in before.Concat(after))
        {
            if (tokens.Find(id) is null) throw state["post_processor"].Wrong($"there is no token {id}");
        }

        int framed = before.Length + after.Length;
        var options = new TextOptions { Begin = before.Length > 0, End = after.Length > 0 };
        options = Padding(state, tokens, framed, Truncation(state, framed, options));
        return new TokenizerFile
        {
            Name = state.File,
            Bytes = Encoding.UTF8.GetBytes(state.Raw()),
            Model = model,
            Tokens = tokens,
            Added = new AddedTokens(added, TextNormalizers.Read(state.Find("normalizer"))),
            Split = PreTokenizers.Read(state.Find("pre_tokenizer")),
            Decode = TokenDecoders.Read(state.Find("decoder")),
            Before = before,
            After = after,
            Options = options,
            Special = special is null
                ? Detected(model, tokens, before, after, options)
                : Checked(special, tokens, state),
        };
    }

    private static TextOptions Truncation(TextJson state, int framed, TextOptions options)
    {
        if (state.Find("truncation") is not { } truncation) return options;
        if (truncation.Find("strategy") is { } strategy && strategy.Text() is not ("LongestFirst" or "OnlyFirst"))
            throw strategy.Wrong($"the strategy '{strategy.Text()}' is not supported");
        int most = truncation["max_length"].Integer();
        if (most < framed) throw truncation["max_length"].Wrong("has no room for the tokens of the template");
        return options with { MaximumLength = most, Truncation = Side(truncation) };
    }

    private static TextOptions Padding(TextJson state, TokenTable tokens, int framed, TextOptions options)
    {
        if (state.Find("padding") is not { } padding) return options;
        var id = padding["pad_id"];
        if (tokens.Find(id.Integer()) is null) throw id.Wrong("there is no such token");
        options = options with { PadId = id.Integer(), Padding = Side(padding) };
        int multiple = padding.Find("pad_to_multiple_of") is { } given ? Bounded(given, 1) : 1;
        var strategy = padding["strategy"];
        if (strategy.Kind == System.Text.Json.JsonValueKind.String)
        {
            return strategy.Text() == "BatchLongest"
                ? options with { MultipleOf = multiple }
                : throw strategy.Wrong($"the strategy '{strategy.Text()}' is not supported");
        }

        int length = Bounded(strategy["Fixed"], framed);
        return options with { Length = (length + multiple - 1) / multiple * multiple };
    }

    private static int Bounded(TextJson length, int least) => length.Integer() is var value && value >= least && value <= MostPadding
        ? value
        : throw length.Wrong($"is not from {least} to {MostPadding}");

    private static TextSide Side(TextJson state) => state.Find("direction")?.Text() switch
    {
        null or "Right" => TextSide.Right,
        "Left" => TextSide.Left,
        var other => throw state["direction"].Wrong($"'{other}' is neither 'Left' nor 'Right'"),
    };

    private static SpecialTokens Checked(SpecialTokens special, TokenTable tokens, TextJson state)
    {
        foreach (string token in special.All)
        {
            if (tokens.Id(token) is null) throw state.Wrong($"the special token '{token}' is not in the vocabulary");
        }

        return special;
    }

    private static SpecialTokens Detected(SubwordModel model, TokenTable tokens, int[] before, int[] after, TextOptions options) => new(
        options.PadId is { } pad ? tokens.Find(pad) : Named(PadNames, tokens),
        model.Unknown is { } unknown ? tokens.Find(unknown) : null,
        before.Length > 0 ? tokens.Find(before[0]) : Named(BeginNames, tokens),
        after.Length > 0 ? tokens.Find(after[^1]) : Named(EndNames, tokens));

    private static string? Named(string[] names, TokenTable tokens) =>
        Array.Find(names, name => tokens.Id(name) is { } id && tokens.IsSpecial(id));
}
