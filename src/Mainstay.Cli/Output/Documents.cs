using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using YamlDotNet.Serialization;

namespace Mainstay.Cli.Output;

/// <summary>Prints the API's bodies as JSON or YAML. YAML is the same document with snake_case keys.</summary>
internal static class Documents
{
    // What is printed goes to a terminal or a file, never into a web page: names and texts stay as they are.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json<T>(T body, JsonTypeInfo<T> shape, bool oneLine = false) =>
        JsonSerializer.SerializeToNode(body, shape)!.ToJsonString(oneLine ? OneLine : Indented);

    public static string Yaml<T>(T body, JsonTypeInfo<T> shape)
    {
        var serializer = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().Build();
        return serializer.Serialize(Plain(JsonSerializer.SerializeToNode(body, shape))!).TrimEnd('\n');
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(member => Key(member.Key), member => Plain(member.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(value.GetValue<JsonElement>()),
            _ => value.ToString(),
        },
        _ => throw new InvalidOperationException("JSON has no other nodes"),
    };

    /// <summary>What does not begin with a small letter is no name of a member of ours but data: the first word of an error.</summary>
    private static string Key(string name) => name.Length > 0 && char.IsAsciiLetterLower(name[0]) ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name) : name;

    private static object Number(JsonElement number) =>
        number.TryGetInt64(out var whole) ? whole : number.TryGetUInt64(out var large) ? (object)large : number.GetDouble();
}
