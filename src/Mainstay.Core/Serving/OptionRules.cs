namespace Mainstay.Core.Serving;

/// <summary>Commands whose options decide what they do.</summary>
internal static class OptionRules
{
    private static readonly CommandSpec _plainRead = new("XREAD", CommandTraits.Read);
    private static readonly CommandSpec _groupRead = new("XREADGROUP", CommandTraits.Write);
    private static readonly CommandSpec _sort = new("SORT", CommandTraits.Read);
    private static readonly CommandSpec _radius = new("GEORADIUS", CommandTraits.Read);
    private static readonly CommandSpec _radiusByMember = new("GEORADIUSBYMEMBER", CommandTraits.Read);

    // The server calls these writes by their names, so that a replica refuses them; without certain options they only read.
    private static readonly CommandSpec _bitField = new("BITFIELD", CommandTraits.Read | CommandTraits.Write);
    private static readonly CommandSpec _getEx = new("GETEX", CommandTraits.Read | CommandTraits.Write);

    /// <summary>Whether there is a rule for a command of this name; what is denied is denied with any option.</summary>
    public static bool Covers(string name, CommandTraits traits) =>
        (traits & CommandTraits.Denied) == 0 && name is "SORT" or "BITFIELD" or "GEORADIUS" or "GEORADIUSBYMEMBER" or "GETEX" or "XREAD" or "XREADGROUP";

    /// <summary>The index of the BLOCK of an XREAD or XREADGROUP, or -1: keys and groups may be called so, too.</summary>
    public static int BlockOption(CommandArguments arguments)
    {
        var first = arguments.Is(0, "XREADGROUP") ? 4 : 1;
        var streams = arguments.IndexOf("STREAMS", first);
        var block = arguments.IndexOf("BLOCK", first);
        return block > 0 && (streams < 0 || block < streams) ? block : -1;
    }

    /// <summary>
    /// What <paramref name="spec"/>, the command at its worst, is with these options; with options that are not at hand
    /// (<paramref name="complete"/> false) it stays that.
    /// </summary>
    public static CommandSpec Apply(CommandSpec spec, CommandArguments arguments, bool complete)
    {
        switch (spec.Name)
        {
            case "SORT":
                return !complete || arguments.Has("STORE", 2) ? spec : _sort;
            case "GETEX":
                return arguments.Count == 2 && complete ? _getEx : spec;
            case "BITFIELD":
                return !complete || arguments.Has("SET", 2) || arguments.Has("INCRBY", 2) ? spec : _bitField;
            case "XREAD":
                return BlockOption(arguments) > 0 ? spec : _plainRead;
            case "XREADGROUP":
                return BlockOption(arguments) > 0 ? spec : _groupRead;
            default:
                if (!complete || arguments.Has("STORE", 4) || arguments.Has("STOREDIST", 4)) return spec;
                return spec.Name == "GEORADIUS" ? _radius : _radiusByMember;
        }
    }
}
