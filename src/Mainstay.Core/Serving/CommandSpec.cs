namespace Mainstay.Core.Serving;

/// <summary>What an endpoint knows of a command.</summary>
/// <param name="Name">Its name in capitals, a subcommand after a space: <c>CLIENT KILL</c>.</param>
/// <param name="Traits">What it may do.</param>
/// <param name="Action">What a session does for it.</param>
/// <param name="Advice">For a denied one: what to use instead.</param>
public sealed record CommandSpec(string Name, CommandTraits Traits, CommandAction Action = CommandAction.None, string? Advice = null)
{
    /// <summary>A command that the table does not know.</summary>
    public static CommandSpec Unknown { get; } = new("unknown", CommandTraits.None);

    /// <summary>Whether it may be sent again after it was sent and its reply was lost.</summary>
    public bool Repeatable => (Traits & (CommandTraits.Read | CommandTraits.Connection | CommandTraits.Asks)) != 0;

    /// <summary>Whether a reader endpoint refuses it because it would write or replicate.</summary>
    public bool NeedsPrimary => (Traits & CommandTraits.Write) != 0 || (Traits & (CommandTraits.Replicates | CommandTraits.Read)) == CommandTraits.Replicates;

    /// <summary>Whether more than its name and subcommand matters to a session.</summary>
    public bool LooksAtArguments => (Action != CommandAction.None && !HandlesScripts) || CommandTable.DependsOnOptions(Name);

    /// <summary>Whether it has to do with scripts that the server keeps by name.</summary>
    public bool HandlesScripts => Action is CommandAction.Eval or CommandAction.EvalSha or CommandAction.ScriptLoad or CommandAction.ScriptFlush;

    /// <summary>Whether the server may keep its reply back.</summary>
    public bool Blocks => (Traits & CommandTraits.Blocking) != 0;

    /// <summary>Whether it runs a script.</summary>
    public bool IsScript => (Traits & CommandTraits.Script) != 0;
}
