using Mainstay.Server.Web;

namespace Mainstay.Cli.Output;

/// <summary>Prints the answer to an operator's request.</summary>
internal static class ReplyPrinter
{
    public static void Print(Terminal terminal, OutputFormat format, ReplyView reply)
    {
        switch (format)
        {
            case OutputFormat.Json:
                terminal.Out.WriteLine(Documents.Json(reply, WebJson.Default.ReplyView));
                break;
            case OutputFormat.Yaml:
                terminal.Out.WriteLine(Documents.Yaml(reply, WebJson.Default.ReplyView));
                break;
            default:
                terminal.Out.WriteLine(reply.Took is { } took ? $"{reply.Summary} ({took})" : reply.Summary);
                for (var step = 0; step < reply.Steps.Length; step++) terminal.Out.WriteLine($"  {step + 1}. {reply.Steps[step]}");
                break;
        }
    }
}
