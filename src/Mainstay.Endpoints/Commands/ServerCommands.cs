using System.Collections.Immutable;
using Mainstay.Core.Serving;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Commands;

/// <summary>Reads what a server answers to <c>COMMAND</c>, in RESP2 or RESP3, with subcommands (Redis 7) or without.</summary>
internal static class ServerCommands
{
    /// <summary>Most commands that are taken, subcommands included; the rest stays unknown.</summary>
    public const int MostCommands = 10_000;

    /// <summary>Longest name that is taken, in bytes.</summary>
    public const int LongestName = 64;

    // What stands where in the description of one command.
    private const int NameAt = 0;
    private const int FlagsAt = 2;
    private const int SubcommandsAt = 9;

    /// <summary>The commands that <paramref name="reply"/> lists; none when it is an error. What makes no sense is left out: it stays unknown, and is treated at its worst.</summary>
    public static ImmutableArray<ServerCommand> Read(RespValue reply)
    {
        var left = MostCommands;
        return ReadAll(reply.Items, null, ref left);
    }

    private static ImmutableArray<ServerCommand> ReadAll(ImmutableArray<RespValue> items, string? container, ref int left)
    {
        var commands = ImmutableArray.CreateBuilder<ServerCommand>();
        foreach (var item in items)
        {
            if (left == 0) break;
            if (item.Items.Length <= FlagsAt || Name(item.Items[NameAt], container) is not { } name) continue;
            left--;
            var subcommands = container is null && item.Items.Length > SubcommandsAt ? ReadAll(item.Items[SubcommandsAt].Items, name, ref left) : [];
            commands.Add(new ServerCommand(name, Flags(item.Items[FlagsAt].Items), subcommands));
        }

        return commands.ToImmutable();
    }

    /// <summary>A name in printable ASCII; of a subcommand, one that begins with its container's and a bar.</summary>
    private static string? Name(RespValue value, string? container)
    {
        if (value.Bytes.Length is 0 or > LongestName || value.Bytes.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0) return null;
        var name = value.Text;
        var bar = name.IndexOf('|');
        return container is null ? (bar < 0 ? name : null) : bar == container.Length && name.StartsWith(container, StringComparison.OrdinalIgnoreCase) ? name : null;
    }

    private static ServerCommandFlags Flags(ImmutableArray<RespValue> flags)
    {
        var all = ServerCommandFlags.None;
        foreach (var flag in flags)
        {
            all |= flag.Text switch
            {
                "write" => ServerCommandFlags.Write,
                "readonly" => ServerCommandFlags.ReadOnly,
                "may_replicate" => ServerCommandFlags.MayReplicate,
                "blocking" => ServerCommandFlags.Blocking,
                "pubsub" => ServerCommandFlags.PubSub,
                "module" => ServerCommandFlags.Module,
                _ => ServerCommandFlags.None,
            };
        }

        return all;
    }
}
