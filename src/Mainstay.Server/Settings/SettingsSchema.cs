using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mainstay.Server.Settings;

/// <summary>Writes the JSON Schema (draft 2020-12) of a configuration out of the table of keys.</summary>
internal static class SettingsSchema
{
    private const string Variable = @"\$\{";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema.</summary>
    public static string Json()
    {
        var root = Map("");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "mainstay.yaml");
        return root.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Map(string path)
    {
        var properties = new JsonObject();
        foreach (var key in KeyTable.Of(path).Where(key => !key.NotBuilt)) properties[key.Name] = Value(key);
        var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = KeyTable.Of(path).Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0) map["required"] = new JsonArray(required);
        var oneOf = KeyTable.OneOf(path);
        if (!oneOf.IsEmpty) map["anyOf"] = new JsonArray([.. oneOf.Select(name => (JsonNode)new JsonObject { ["required"] = new JsonArray((JsonNode)name) })]);
        return map;
    }

    private static JsonObject Value(KeyDoc key)
    {
        var value = key.Shape switch
        {
            KeyShape.Map => Map(key.Path),
            KeyShape.NamedMaps => new JsonObject
            {
                ["type"] = "object",
                ["minProperties"] = 1,
                ["propertyNames"] = new JsonObject { ["pattern"] = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$" },
                ["additionalProperties"] = Map($"{key.Path}.*"),
            },
            KeyShape.Directives => new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") } },
            KeyShape.Word => new JsonObject { ["enum"] = new JsonArray([.. key.Words.Select(word => (JsonNode)word)]) },
            KeyShape.Number => new JsonObject { ["type"] = "integer" },
            KeyShape.Flag => new JsonObject { ["type"] = "boolean" },
            KeyShape.Duration => Text($@"^([0-9]+(\.[0-9]+)?(ms|s|m|h)|.*{Variable}.*)$"),
            KeyShape.Size => Text($"^([0-9]+(B|KiB|MiB|GiB)|.*{Variable}.*)$"),
            KeyShape.Addresses => new JsonObject { ["anyOf"] = new JsonArray(Address(), new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Address() }) },
            KeyShape.Address => Address(),
            KeyShape.Texts => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }) },
            _ => new JsonObject { ["type"] = "string" },
        };
        value["description"] = key.Meaning + (key.Limits is null ? "" : $" {key.Limits}.");
        if (key.Default is { } text && key.Shape is KeyShape.Word or KeyShape.Text or KeyShape.Duration or KeyShape.Size or KeyShape.Address or KeyShape.Addresses && key.Default is not "this host") value["default"] = text;
        return value;
    }

    private static JsonObject Address() => Text($@"^((\[[0-9a-fA-F:.]+\]|[^:\[\]]+):[0-9]{{1,5}}|.*{Variable}.*)$");

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
