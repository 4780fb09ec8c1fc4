using System.Globalization;
using System.Text.Json;

namespace DLCompiler.Data;

/// <summary>A value of a tokenizer's JSON: what is missing or of a wrong kind is an error that names the file and the value.</summary>
internal readonly struct TextJson
{
    private readonly JsonElement _element;
    private readonly string _parent;
    private readonly string? _name;
    private readonly int _index;

    private TextJson(JsonElement element, string file, string parent, string? name, int index) =>
        (_element, File, _parent, _name, _index) = (element, file, parent, name, index);

    public string File { get; }

    public JsonValueKind Kind => _element.ValueKind;

    /// <summary><c>model.merges[3]</c>; made when it is asked for: a vocabulary has many values.</summary>
    public string Path => _name is null
        ? _index < 0 ? "" : $"{_parent}[{_index.ToString(CultureInfo.InvariantCulture)}]"
        : _parent.Length == 0 ? _name : $"{_parent}.{_name}";

    public TextJson this[string name] => Find(name) ?? throw Wrong($"'{name}' is missing");

    /// <summary>Reads a file, and everything that is made of it, such that whatever is wrong is a <see cref="DataException"/>.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, string file, Func<TextJson, T> make)
    {
        try
        {
            if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
            using var document = JsonDocument.Parse(utf8);
            return make(new TextJson(document.RootElement, file, "", null, -1));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Strings are checked when they are read: half a surrogate pair and invalid UTF-8 are an InvalidOperationException.
            throw new DataException(new DataPlace(file), $"is no valid JSON: {e.Message}", e);
        }
    }

    public DataException Wrong(string problem, Exception? cause = null) =>
        new(new DataPlace(File), Path is { Length: > 0 } path ? $"{path}: {problem}" : problem, cause);

    /// <summary>A member; null where it is missing or null.</summary>
    public TextJson? Find(string name)
    {
        if (Kind != JsonValueKind.Object) throw Wrong("is no object");
        return _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new TextJson(value, File, Path, name, -1)
            : null;
    }

    public string Text() => Kind == JsonValueKind.String ? _element.GetString()! : throw Wrong("is no text");

    public int Integer() =>
        Kind == JsonValueKind.Number && _element.TryGetInt32(out int value) && value >= 0
            ? value
            : throw Wrong("is no integer of at least 0");

    public double Number() =>
        Kind == JsonValueKind.Number && _element.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Wrong("is no finite number");

    public bool Flag() => Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("is neither true nor false"),
    };

    /// <summary>Text of one character, which may be two UTF-16 units.</summary>
    public string Character() =>
        Text() is { Length: > 0 } text && Runes.LengthAt(text, 0) == text.Length ? text : throw Wrong("is not one character");

    public string Raw() => _element.GetRawText();

    public int Count => Kind == JsonValueKind.Array ? _element.GetArrayLength() : throw Wrong("is no list");

    public IEnumerable<TextJson> Items()
    {
        if (Kind != JsonValueKind.Array) throw Wrong("is no list");
        return Each(this);

        static IEnumerable<TextJson> Each(TextJson list)
        {
            string path = list.Path;
            int index = 0;
            foreach (var item in list._element.EnumerateArray()) yield return new TextJson(item, list.File, path, null, index++);
        }
    }

    public IEnumerable<(string Name, TextJson Value)> Members()
    {
        if (Kind != JsonValueKind.Object) throw Wrong("is no object");
        return Each(this);

        static IEnumerable<(string, TextJson)> Each(TextJson all)
        {
            string path = all.Path;
            foreach (var member in all._element.EnumerateObject())
            {
                string name = member.Name;
                yield return (name, new TextJson(member.Value, all.File, path, name, -1));
            }
        }
    }
}
