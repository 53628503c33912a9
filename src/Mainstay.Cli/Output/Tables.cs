using Spectre.Console;

namespace Mainstay.Cli.Output;

/// <summary>Tables without borders, whose cells never break: a name that is cut in two cannot be copied.</summary>
internal static class Tables
{
    // A line that is longer than the screen is broken by the terminal, where copying still gives it whole.
    private const int WiderThanAnyLine = 1000;

    public static IAnsiConsole Console(TextWriter text, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = WiderThanAnyLine;
        return console;
    }

    public static Table New(params string[] columns)
    {
        // The first column is empty: borderless tables have no padding on their left.
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns.Prepend("")) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Dim))) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        return table;
    }

    public static void AddIndentedRow(this Table table, params Text[] cells) => table.AddRow([Plain(""), .. cells]);

    public static Text Plain(string text) => new(text);

    public static Text Coloured(string text, string colour) => new(text, Style.Parse(colour));
}
