namespace Mainstay.Core.Serving;

/// <summary>
/// What an endpoint knows of a command. What follows from its traits and action is worked out once, as it is asked for at every request:
/// so a copy (<c>with</c>) can have another advice only.
/// </summary>
/// <param name="Name">Its name in capitals, a subcommand after a space: <c>CLIENT KILL</c>.</param>
/// <param name="Traits">What it may do.</param>
/// <param name="Action">What a session does for it.</param>
/// <param name="Advice">For a denied one: what to use instead.</param>
public sealed record CommandSpec(string Name, CommandTraits Traits, CommandAction Action = CommandAction.None, string? Advice = null)
{
    private const CommandTraits KnownEffect = CommandTraits.Read | CommandTraits.Write | CommandTraits.Replicates | CommandTraits.Script | CommandTraits.Asks;
    private const CommandTraits Unsharable = CommandTraits.Blocking | CommandTraits.Connection | CommandTraits.Denied | CommandTraits.Apart;

    /// <summary>A command that the table does not know.</summary>
    public static CommandSpec Unknown { get; } = new("unknown", CommandTraits.None);

    /// <summary>Its name in capitals.</summary>
    public string Name { get; } = Name;

    /// <summary>What it may do.</summary>
    public CommandTraits Traits { get; } = Traits;

    /// <summary>What a session does for it.</summary>
    public CommandAction Action { get; } = Action;

    /// <summary>Whether it may be sent again after it was sent and its reply was lost.</summary>
    public bool Repeatable { get; } = (Traits & (CommandTraits.Read | CommandTraits.Connection | CommandTraits.Asks)) != 0;

    /// <summary>Whether a reader endpoint refuses it because it would write or replicate.</summary>
    public bool NeedsPrimary { get; } = (Traits & CommandTraits.Write) != 0 || (Traits & (CommandTraits.Replicates | CommandTraits.Read)) == CommandTraits.Replicates;

    /// <summary>Whether it has to do with scripts that the server keeps by name.</summary>
    public bool HandlesScripts { get; } = Action is CommandAction.Eval or CommandAction.EvalSha or CommandAction.ScriptLoad or CommandAction.ScriptFlush;

    /// <summary>Whether more than its name and subcommand matters to a session.</summary>
    public bool LooksAtArguments { get; } = OptionRules.Covers(Name, Traits)
        || Action is not (CommandAction.None or CommandAction.Eval or CommandAction.EvalSha or CommandAction.ScriptLoad or CommandAction.ScriptFlush);

    /// <summary>Whether the server may keep its reply back.</summary>
    public bool Blocks { get; } = (Traits & CommandTraits.Blocking) != 0;

    /// <summary>Whether it runs a script.</summary>
    public bool IsScript { get; } = (Traits & CommandTraits.Script) != 0;

    /// <summary>
    /// Whether a session may send it on a connection that it shares with other clients: it leaves nothing behind on the connection, keeps
    /// nobody waiting for something to happen, and its effect is known.
    /// </summary>
    public bool IsSharable { get; } = ((Traits & KnownEffect) != 0 || Action == CommandAction.ScriptFlush) && (Traits & Unsharable) == 0
        && Action is CommandAction.None or CommandAction.Info or CommandAction.Role or CommandAction.ClientList
            or CommandAction.Eval or CommandAction.EvalSha or CommandAction.ScriptLoad or CommandAction.ScriptFlush;

    /// <summary>Whether its options decide what it does.</summary>
    internal bool DependsOnOptions { get; } = OptionRules.Covers(Name, Traits);
}
