using Mainstay.Server.Web;

namespace Mainstay.Cli.Output;

/// <summary>Prints a status, once or again and again.</summary>
internal sealed class StatusPrinter(Terminal terminal, OutputFormat format)
{
    private bool _again;

    /// <summary>Whether the print is a table that a person looks at, redrawn in place.</summary>
    public bool IsLive => format == OutputFormat.Table && terminal.OutIsScreen;

    /// <summary>Whether processes, reasons and saved tails are printed too.</summary>
    public bool WantsDetails => format == OutputFormat.Table;

    public void Print(StatusView status, StatusDetails details)
    {
        switch (format)
        {
            case OutputFormat.Json:
                // Watched, each state is one line, so that a script can read them one by one.
                terminal.Out.WriteLine(Documents.Json(status, WebJson.Default.StatusView, oneLine: _again));
                break;
            case OutputFormat.Yaml:
                if (_again) terminal.Out.WriteLine("---");
                terminal.Out.WriteLine(Documents.Yaml(status, WebJson.Default.StatusView));
                break;
            default:
                var text = StatusTable.Render(status, details, terminal.OutIsScreen);
                if (_again && IsLive) terminal.Out.Write("\u001b[H\u001b[J");
                else if (_again) terminal.Out.WriteLine();
                terminal.Out.Write(text);
                break;
        }

        terminal.Out.Flush();
        _again = true;
    }
}
