using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mainstay.Cli.Verbs;

/// <summary>Help as the parser writes it, and examples to copy after it.</summary>
internal sealed class ExamplesHelp(HelpAction help, Terminal terminal, string[] examples) : SynchronousCommandLineAction
{
    // With --help nothing else is complained about: help is what is asked for.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        terminal.Out.WriteLine("Examples:");
        foreach (var example in examples) terminal.Out.WriteLine($"  {terminal.Command} {example}");
        return result;
    }

    /// <summary>Gives a command its examples.</summary>
    public static void Give(Command command, Terminal terminal, params string[] examples)
    {
        if (command.Options.OfType<HelpOption>().FirstOrDefault() is not { } option) command.Options.Add(option = new HelpOption());
        option.Description = "Show this help";
        option.Recursive = false;
        // Wide lines don't break in the middle of an address; a terminal breaks them where it must.
        option.Action = new ExamplesHelp(new HelpAction { MaxWidth = 120 }, terminal, examples);
    }
}
