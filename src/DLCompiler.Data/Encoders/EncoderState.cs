using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>An encoder's saved form while it is read: what it lacks is an error that says so.</summary>
internal readonly struct EncoderState(JsonNode? node)
{
    private readonly JsonObject _state = node as JsonObject ?? throw Damaged("an encoder is no object");

    public JsonNode this[string name] => _state[name] ?? throw Damaged($"'{name}' is missing");

    public static DataException Damaged(string problem, Exception? cause = null) =>
        new(new DataPlace("encoders"), $"the saved form is damaged: {problem}", cause);

    public string Text(string name) => Value<string>(this[name], name);

    public double Number(string name) => Value<double>(this[name], name);

    public int Count(string name) => Value<int>(this[name], name) is > 0 and var count ? count : throw Damaged($"'{name}' is not positive");

    public bool Flag(string name) => Value<bool>(this[name], name);

    public double[] Numbers(string name) => [.. Items(name).Select(item => Value<double>(item, name))];

    public string[] Texts(string name) => [.. Items(name).Select(item => Value<string>(item, name))];

    public static JsonArray Array(IEnumerable<double> values) => [.. values.Select(v => JsonValue.Create(v))];

    public static JsonArray Array(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];

    private JsonArray Items(string name) => this[name] as JsonArray ?? throw Damaged($"'{name}' is no list");

    private static T Value<T>(JsonNode? node, string name)
    {
        try
        {
            return node!.GetValue<T>();
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or JsonException)
        {
            throw Damaged($"'{name}' is no {typeof(T).Name}", e);
        }
    }
}
