namespace Mainstay.Core.Serving;

/// <summary>Finds what is known of a command by its name, its subcommand and, for a few, its options.</summary>
public static class CommandTable
{
    private static readonly Dictionary<string, CommandSpec> _specs = Build();
    private static readonly CommandIndex _index = new(_specs.Values);

    /// <summary>All that is known, for those who show it.</summary>
    public static IEnumerable<CommandSpec> All => _specs.Values;

    /// <summary>
    /// The command that <paramref name="arguments"/> make; the first is its name, in any case. Arguments that are not at hand
    /// (<paramref name="complete"/> false) make it what it could be at worst.
    /// </summary>
    public static CommandSpec Find(CommandArguments arguments, bool complete = true) => _index.Find(arguments, complete);

    /// <summary>The index of the BLOCK of an XREAD or XREADGROUP, or -1: keys and groups may be called so, too.</summary>
    public static int BlockOption(CommandArguments arguments) => OptionRules.BlockOption(arguments);

    private static Dictionary<string, CommandSpec> Build()
    {
        var specs = new Dictionary<string, CommandSpec>();
        AddAll(CommandNames.Writes, CommandTraits.Write);
        AddAll(CommandNames.Reads, CommandTraits.Read);
        AddAll(CommandNames.Replicating, CommandTraits.Replicates);
        specs["PFCOUNT"] = new CommandSpec("PFCOUNT", CommandTraits.Read | CommandTraits.Replicates);
        AddAll(CommandNames.Scripts, CommandTraits.Script);
        AddAll(CommandNames.Questions, CommandTraits.Asks);
        AddAll(CommandNames.QuestionsApart, CommandTraits.Asks | CommandTraits.Apart);
        AddAll(CommandNames.Acts, CommandTraits.None);
        AddAll(CommandNames.OwnConnection, CommandTraits.Connection);
        foreach (var spec in DeniedCommands.All) specs[spec.Name] = spec;
        foreach (var spec in SessionCommands.All) specs[spec.Name] = spec;
        return specs;

        void AddAll(string names, CommandTraits traits)
        {
            foreach (var name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                specs[name.Replace('|', ' ')] = new CommandSpec(name.Replace('|', ' '), traits);
        }
    }
}
