using System.Runtime.CompilerServices;
using System.Text.Json;
using Mainstay.Server.Settings;

namespace Mainstay.Server.Tests.Settings;

/// <summary>The reference and the schema that are checked in are those that the table makes. MAINSTAY_ACCEPT=1 writes them.</summary>
public sealed class SettingsDocumentTests
{
    [Theory]
    [InlineData("configuration.md")]
    [InlineData("mainstay.schema.json")]
    public void The_page_is_the_one_that_the_table_makes(string name)
    {
        var made = name.EndsWith(".md", StringComparison.Ordinal) ? SettingsReference.Markdown() : SettingsSchema.Json();
        var file = Path.Combine(Docs(), name);
        if (Environment.GetEnvironmentVariable("MAINSTAY_ACCEPT") == "1") File.WriteAllText(file, made);
        Assert.Equal(File.ReadAllText(file), made);
    }

    [Fact]
    public void The_sample_is_good_and_each_of_its_keys_is_in_the_schema()
    {
        var reading = SettingsFile.Read(Path.Combine(Docs(), "mainstay.yaml"), new Dictionary<string, string> { ["ORDERS_PASSWORD"] = "s3cret-word" }, null);
        Assert.Equal("", SettingsText.Faults(reading));
        var schema = JsonDocument.Parse(SettingsSchema.Json()).RootElement;
        Assert.Equal(["$schema", "title", "type", "additionalProperties", "properties", "required", "anyOf"], schema.EnumerateObject().Select(property => property.Name));
        var group = schema.GetProperty("properties").GetProperty("groups").GetProperty("additionalProperties");
        Assert.False(group.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(["nodes", "endpoints"], group.GetProperty("required").EnumerateArray().Select(one => one.GetString()));
        var address = group.GetProperty("properties").GetProperty("endpoints").GetProperty("properties").GetProperty("primary").GetProperty("pattern").GetString()!;
        Assert.Equal(["primary", "primary_tls"], group.GetProperty("properties").GetProperty("endpoints").GetProperty("anyOf").EnumerateArray().Select(one => one.GetProperty("required")[0].GetString()));
        Assert.Matches(address, "[::1]:6400");
        Assert.Matches(address, "0.0.0.0:6400");
        Assert.DoesNotMatch(address, "6400");
    }

    [Fact]
    public void Every_key_says_what_it_means()
    {
        Assert.All(KeyTable.All, key => Assert.EndsWith(".", key.Meaning, StringComparison.Ordinal));
        Assert.Equal(KeyTable.All.Length, KeyTable.All.Select(key => key.Path).Distinct().Count());
        Assert.All(KeyTable.All.Where(key => key.Shape == KeyShape.Word && key.Default is not null), key => Assert.Contains(key.Default!, key.Words));
    }

    private static string Docs([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs"));
}
