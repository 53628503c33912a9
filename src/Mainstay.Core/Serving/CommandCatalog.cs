using System.Collections.Immutable;

namespace Mainstay.Core.Serving;

/// <summary>
/// What the commands of one group are: what we know of them, what its servers told of the others, and what its configuration denies and
/// allows. Immutable; as quick to ask as <see cref="CommandTable"/>.
/// </summary>
public sealed class CommandCatalog
{
    private const string Advice = "the configuration of the group denies it; use another command, or take it out of deny";

    private readonly ImmutableArray<CommandSpec> _specs;
    private readonly CommandIndex _index;

    private CommandCatalog(IEnumerable<CommandSpec> specs)
    {
        _specs = [.. specs];
        _index = new CommandIndex(_specs);
    }

    /// <summary>Of a group that says nothing of commands and whose servers have not been asked.</summary>
    public static CommandCatalog Default { get; } = new(CommandTable.All);

    /// <summary>All that is known, for those who show it.</summary>
    public IEnumerable<CommandSpec> All => _specs;

    /// <summary>
    /// Puts a group's catalog together. A subcommand's own entry goes before its container's, and what is denied before what is allowed.
    /// </summary>
    /// <param name="deny">Commands refused besides those that always are: <c>KEYS</c>, <c>CONFIG GET</c>, or <c>CONFIG</c> with all that it contains.</param>
    /// <param name="allow">Commands let through although they are refused by default. Nobody vouches for what they do: they go on a connection of their
    /// own and are never sent again.</param>
    /// <param name="told">What a server of the group listed. What we know ourselves is more exact than its flags, and stays.</param>
    public static CommandCatalog Of(IEnumerable<string> deny, IEnumerable<string> allow, IEnumerable<ServerCommand> told)
    {
        var flags = Flatten(told);
        var specs = CommandTable.All.ToDictionary(spec => spec.Name);
        AddTold(specs, flags);
        var denied = deny.Select(Normal).ToHashSet();
        var allowed = allow.Select(Normal).Where(name => !denied.Contains(name)).ToHashSet();
        foreach (var name in denied) Deny(specs, name, allowed, denied);
        foreach (var name in allowed) Allow(specs, name, flags);
        return new CommandCatalog(specs.Values);
    }

    /// <summary>The command that <paramref name="arguments"/> make, as <see cref="CommandTable.Find"/> finds it.</summary>
    public CommandSpec Find(CommandArguments arguments, bool complete = true) => _index.Find(arguments, complete);

    private static Dictionary<string, ServerCommandFlags> Flatten(IEnumerable<ServerCommand> told)
    {
        var flags = new Dictionary<string, ServerCommandFlags>();
        foreach (var command in told)
        {
            flags[Normal(command.Name)] = command.Flags;
            foreach (var subcommand in command.Subcommands) flags[Normal(subcommand.Name)] = subcommand.Flags;
        }

        return flags;
    }

    private static void AddTold(Dictionary<string, CommandSpec> specs, Dictionary<string, ServerCommandFlags> told)
    {
        var containers = specs.Keys.Where(name => name.Contains(' ')).Select(Container).ToHashSet();
        var whole = specs.Keys.Where(name => !containers.Contains(name)).ToHashSet();
        foreach (var (name, flags) in told)
        {
            // What we know as one command (CLUSTER, which is denied) stays one; of a container whose subcommands we know, its own flags say nothing.
            if (specs.ContainsKey(name) || containers.Contains(name) || whole.Contains(Container(name))) continue;
            specs[name] = new CommandSpec(name, TraitsOf(flags));
        }
    }

    /// <summary>What the flags of a command that we don't know allow to believe of it.</summary>
    private static CommandTraits TraitsOf(ServerCommandFlags flags)
    {
        var traits = CommandTraits.None;
        if (flags.HasFlag(ServerCommandFlags.Write)) traits |= CommandTraits.Write;
        if (flags.HasFlag(ServerCommandFlags.MayReplicate)) traits |= CommandTraits.Replicates;
        if (flags.HasFlag(ServerCommandFlags.ReadOnly) && traits == CommandTraits.None) traits = CommandTraits.Read;
        if (flags.HasFlag(ServerCommandFlags.Blocking)) traits |= CommandTraits.Blocking;

        // Whether it subscribes or publishes is not told: it may change its connection, and must not be sent again.
        if ((flags & (ServerCommandFlags.Module | ServerCommandFlags.PubSub)) != 0) traits |= CommandTraits.Apart;
        return traits;
    }

    private static void Deny(Dictionary<string, CommandSpec> specs, string name, HashSet<string> allowed, HashSet<string> denied)
    {
        foreach (var contained in specs.Keys.Where(other => Container(other) == name && other != name && !allowed.Contains(other) && !denied.Contains(other)).ToList()) specs.Remove(contained);
        specs[name] = new CommandSpec(name, CommandTraits.Denied, CommandAction.None, Advice);
    }

    private static void Allow(Dictionary<string, CommandSpec> specs, string name, Dictionary<string, ServerCommandFlags> told)
    {
        // By itself, as a part of a container that is denied, or as the container of what is denied.
        var names = specs.Values.Where(spec => IsByDefault(spec) && (spec.Name == name || Container(spec.Name) == name)).Select(spec => spec.Name).ToList();
        if (names.Count == 0 && !specs.ContainsKey(name) && IsDenied(specs, Container(name))) names.Add(name);
        foreach (var each in names)
        {
            var traits = told.TryGetValue(each, out var flags) ? TraitsOf(flags) & ~CommandTraits.Read : CommandTraits.None;
            specs[each] = new CommandSpec(each, traits | CommandTraits.Apart);
        }
    }

    private static bool IsDenied(Dictionary<string, CommandSpec> specs, string name) => specs.TryGetValue(name, out var spec) && (spec.Traits & CommandTraits.Denied) != 0;

    private static bool IsByDefault(CommandSpec spec) => (spec.Traits & CommandTraits.Denied) != 0 && spec.Advice != Advice;

    private static string Container(string name) => name.Split(' ', 2)[0];

    private static string Normal(string name) => name.ToUpperInvariant().Replace('|', ' ');
}
