using System.Collections.Frozen;

namespace Mainstay.Core.Serving;

/// <summary>Finds what is known of a command by its name, its subcommand and, for a few, its options.</summary>
public static class CommandTable
{
    private const int LongestName = 48;

    private static readonly FrozenDictionary<string, CommandSpec> _specs = Build();
    private static readonly FrozenDictionary<string, CommandSpec>.AlternateLookup<ReadOnlySpan<char>> _lookup = _specs.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string> _containers =
        new[] { "CLIENT", "CONFIG", "ACL", "COMMAND", "FUNCTION", "LATENCY", "MEMORY", "MODULE", "OBJECT", "PUBSUB", "SCRIPT", "SLOWLOG", "XGROUP", "XINFO" }.ToFrozenSet();

    private static readonly CommandSpec _plainRead = new("XREAD", CommandTraits.Read);
    private static readonly CommandSpec _groupRead = new("XREADGROUP", CommandTraits.Write);
    private static readonly CommandSpec _sort = new("SORT", CommandTraits.Read);
    private static readonly CommandSpec _radius = new("GEORADIUS", CommandTraits.Read);
    private static readonly CommandSpec _radiusByMember = new("GEORADIUSBYMEMBER", CommandTraits.Read);

    // The server calls these writes by their names, so that a replica refuses them; without certain options they only read.
    private static readonly CommandSpec _bitField = new("BITFIELD", CommandTraits.Read | CommandTraits.Write);
    private static readonly CommandSpec _getEx = new("GETEX", CommandTraits.Read | CommandTraits.Write);

    /// <summary>All that is known, for those who show it.</summary>
    public static IEnumerable<CommandSpec> All => _specs.Values;

    /// <summary>
    /// The command that <paramref name="arguments"/> make; the first is its name, in any case. Arguments that are not at hand
    /// (<paramref name="complete"/> false) make it what it could be at worst.
    /// </summary>
    public static CommandSpec Find(CommandArguments arguments, bool complete = true)
    {
        Span<char> name = stackalloc char[LongestName];
        var length = Upper(arguments[0], name, 0);
        if (length <= 0) return CommandSpec.Unknown;
        if (!_lookup.TryGetValue(name[..length], out var spec)) return IsContainer(name[..length]) ? Subcommand(arguments, name, length) : CommandSpec.Unknown;
        return DependsOnOptions(spec.Name) ? ByOptions(spec, arguments, complete) : spec;
    }

    /// <summary>The index of the BLOCK of an XREAD or XREADGROUP, or -1: keys and groups may be called so, too.</summary>
    public static int BlockOption(CommandArguments arguments)
    {
        var first = arguments.Is(0, "XREADGROUP") ? 4 : 1;
        var streams = arguments.IndexOf("STREAMS", first);
        var block = arguments.IndexOf("BLOCK", first);
        return block > 0 && (streams < 0 || block < streams) ? block : -1;
    }

    /// <summary>Whether the options of the command called <paramref name="name"/> decide what it does.</summary>
    internal static bool DependsOnOptions(string name) => name is "SORT" or "BITFIELD" or "GEORADIUS" or "GEORADIUSBYMEMBER" or "GETEX" or "XREAD" or "XREADGROUP";

    private static bool IsContainer(ReadOnlySpan<char> name) => _containers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    private static CommandSpec Subcommand(CommandArguments arguments, Span<char> name, int length)
    {
        if (arguments.Count < 2 || length + 1 >= name.Length) return CommandSpec.Unknown;
        name[length] = ' ';
        var whole = Upper(arguments[1], name, length + 1);
        return whole > 0 && _lookup.TryGetValue(name[..whole], out var spec) ? spec : CommandSpec.Unknown;
    }

    private static CommandSpec ByOptions(CommandSpec spec, CommandArguments arguments, bool complete)
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

    /// <summary>Appends <paramref name="word"/> in capitals at <paramref name="at"/>; the new length, or -1 when it can be no name.</summary>
    private static int Upper(ReadOnlySpan<byte> word, Span<char> target, int at)
    {
        if (word.IsEmpty || word.Length > target.Length - at) return -1;
        foreach (var letter in word) target[at++] = (char)(letter is >= (byte)'a' and <= (byte)'z' ? letter - 32 : letter);
        return at;
    }

    private static FrozenDictionary<string, CommandSpec> Build()
    {
        var specs = new Dictionary<string, CommandSpec>();
        AddAll(CommandNames.Writes, CommandTraits.Write);
        AddAll(CommandNames.Reads, CommandTraits.Read);
        AddAll(CommandNames.Replicating, CommandTraits.Replicates);
        specs["PFCOUNT"] = new CommandSpec("PFCOUNT", CommandTraits.Read | CommandTraits.Replicates);
        AddAll(CommandNames.Scripts, CommandTraits.Script);
        AddAll(CommandNames.Questions, CommandTraits.Asks);
        AddAll(CommandNames.Acts, CommandTraits.None);
        AddAll(CommandNames.OwnConnection, CommandTraits.Connection);
        foreach (var spec in DeniedCommands.All) specs[spec.Name] = spec;
        foreach (var spec in SessionCommands.All) specs[spec.Name] = spec;
        return specs.ToFrozenDictionary();

        void AddAll(string names, CommandTraits traits)
        {
            foreach (var name in names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                specs[name.Replace('|', ' ')] = new CommandSpec(name.Replace('|', ' '), traits);
        }
    }
}
