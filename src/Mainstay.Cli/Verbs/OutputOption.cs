using System.CommandLine;
using Mainstay.Cli.Output;

namespace Mainstay.Cli.Verbs;

/// <summary><c>-o table|json|yaml</c>, the same for every verb.</summary>
internal sealed class OutputOption : Option<string>
{
    private static readonly string[] Formats = ["table", "json", "yaml"];

    public OutputOption()
        : base("--output", "-o")
    {
        Description = "How to print: table, json or yaml";
        HelpName = "table|json|yaml";
        DefaultValueFactory = _ => "table";
        CompletionSources.Add(Formats);
        Validators.Add(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "table";
            if (!Formats.Contains(given)) result.AddError($"-o takes table, json or yaml, not '{given}'");
        });
    }

    public OutputFormat Of(ParseResult parsed) => Enum.Parse<OutputFormat>(parsed.GetValue(this)!, ignoreCase: true);
}
