using System.Text;

namespace Mainstay.Server.Settings;

/// <summary>Writes the reference page of a configuration out of the table of keys.</summary>
internal static class SettingsReference
{
    /// <summary>The page, Markdown.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("# Configuration");
        Line();
        Line("Every key of the file that `mainstay serve -c FILE` reads. This page is made from the table that the reader obeys, and so is the JSON Schema");
        Line("beside it, `mainstay.schema.json`, which editors complete and check by. `mainstay validate -c FILE` says everything that is wrong with a file, at once;");
        Line("`--print` shows what is in force with its defaults and without secrets.");
        Line();
        Line("The file is YAML, UTF-8, at most 1 MiB, without anchors and tags. `${NAME}` in a value is the environment's variable, `$${` stands for `${`.");
        Line("Durations are written `500ms`, `5s`, `2m`, `1h`; sizes `512KiB`, `64MiB`, `1GiB`; addresses `host:port`, IPv6 as `[::1]:6400`.");
        Line();
        Line("The daemon reads the file again at SIGHUP and when it changed. Keys marked *yes* are in force then; a change of another is told in the log");
        Line("and waits for the next start of the daemon, which the data nodes don't notice. A faulty file changes nothing.");
        Line();
        Line("`tls` and `limits` hold for the endpoints of all groups and clusters. Certificates and keys are looked at with the file: that they are there, in PEM and of one");
        Line("another, and that they are good for two weeks yet. Endpoints take over what is in those files when it changes, without a reload; other names of files");
        Line("wait for the next start. A key is never printed.");
        Line();
        Line("Commands in `deny` and `allow` are named as the server names them, in any case; `CONFIG` stands for all of its subcommands, `CONFIG GET` for one. A name");
        Line("that nobody knows is a warning: modules have commands of their own. Networks in `proxy_protocol` are written `10.0.0.0/8`, single addresses without a");
        Line("length, IPv6 in quotes: `\"2001:db8::/32\"`.");
        Line();
        Line("Nodes of a group that ran once are no longer a matter of the file: `node add` and `node remove` change them, in an order that loses nothing.");
        Line();
        Line("| key | takes | default | reloads | meaning |");
        Line("|---|---|---|---|---|");
        foreach (var key in KeyTable.All.Where(key => !key.NotBuilt))
            Line($"| `{key.Path.Replace("*", "NAME", StringComparison.Ordinal)}` | {Takes(key)} | {(key.Required ? "required" : key.Default is { } value ? $"`{value}`" : "")} | {(key.Reloads ? "yes" : "")} | {key.Meaning} |");
        Line();
        Line("Refused by name, because this version does not have them: " + string.Join(", ", KeyTable.All.Where(key => key.NotBuilt).Select(key => $"`{key.Path}`")
            .Concat(KeyTable.WordsNotBuilt.Select(word => $"`{word.Path.Replace("*", "NAME", StringComparison.Ordinal)}: {word.Word}`"))) + ".");
        return text.ToString();
    }

    private static string Takes(KeyDoc key)
    {
        var shape = key.Shape switch
        {
            KeyShape.Map => "keys",
            KeyShape.NamedMaps => "names, each with keys",
            KeyShape.Directives => "directives, each with a value",
            KeyShape.Word => string.Join(", ", key.Words.Select(word => $"`{word}`")),
            KeyShape.Number => "a whole number",
            KeyShape.Flag => "`true`, `false`",
            KeyShape.Duration => "a duration",
            KeyShape.Size => "a size",
            KeyShape.Address => "an address",
            KeyShape.Addresses => "an address, or a list of them",
            KeyShape.Texts => "a text, or a list of them",
            _ => "text",
        };
        return key.Limits is null ? shape : $"{shape}, {key.Limits}";
    }
}
