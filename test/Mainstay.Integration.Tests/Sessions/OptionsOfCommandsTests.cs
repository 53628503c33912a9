using System.Globalization;
using System.Text;
using Mainstay.Core.Serving;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Servers;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>What commands are taken for with their options, against what a real server does with them.</summary>
public sealed class OptionsOfCommandsTests
{
    private static readonly string[] _commands =
    [
        "SORT l", "SORT l STORE d", "SORT l ALPHA store d", "SORT_RO l",
        "EVAL return(1) 0", "EVAL_RO return(1) 0", "EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0", "EVALSHA_RO e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0", "FCALL_RO f 0",
        "XREAD STREAMS s 0", "XREAD COUNT 1 STREAMS s $", "XREAD BLOCK 1 STREAMS s $", "XREADGROUP GROUP g c STREAMS s >", "XREADGROUP GROUP g c BLOCK 1 STREAMS s >",
        "GETEX k", "GETEX k EX 1000", "GETEX k PERSIST",
        "BITFIELD k GET u8 0", "BITFIELD k SET u8 0 1", "BITFIELD k OVERFLOW FAIL INCRBY u8 0 1", "BITFIELD_RO k GET u8 0",
        "GEORADIUS g 13 38 200 km", "GEORADIUS g 13 38 200 km STORE d", "GEORADIUSBYMEMBER g m 200 km", "GEORADIUSBYMEMBER g m 200 km STOREDIST d", "GEORADIUS_RO g 13 38 200 km",
        "FUNCTION LIST", "FUNCTION DUMP", "FUNCTION STATS", "FUNCTION FLUSH", "FUNCTION DELETE x", "SCRIPT LOAD return(2)", "SCRIPT EXISTS x", "SCRIPT FLUSH",
        "MEMORY USAGE k", "MEMORY STATS", "MEMORY PURGE", "OBJECT ENCODING k", "OBJECT IDLETIME k", "OBJECT REFCOUNT k",
        "LMPOP 1 l LEFT", "ZMPOP 1 z MIN", "SPOP e", "SRANDMEMBER e", "SET k v GET", "SET k v NX", "COPY k k2", "PFADD h y", "PFCOUNT h", "PUBLISH c m", "SPUBLISH c m",
        "TOUCH k", "EXPIRE k 1000", "GETDEL k", "XINFO STREAM s", "XGROUP CREATECONSUMER s g d", "XPENDING s g", "XAUTOCLAIM s g c 0 0", "LCS a b", "DUMP k",
    ];

    [Fact]
    public async Task What_is_repeatable_changes_nothing()
    {
        await using var server = await RedisServer.StartAsync();
        using var client = await RespClient.ConnectAsync(server.Port);
        var wrong = new List<string>();
        foreach (var command in _commands)
        {
            await PrepareAsync(client);
            var before = await ChangesAsync(client);
            var reply = await client.CallAsync(command.Split(' '));
            if (reply.IsError && reply.ErrorWord != "NOSCRIPT" && !reply.Text!.Contains("not found", StringComparison.Ordinal)) wrong.Add($"{command}: {reply.Text}");
            var changed = await ChangesAsync(client) != before;
            var spec = Find(command);

            // A PFCOUNT keeps what it computed; the command itself may be repeated as often as one likes.
            if (changed && spec.Repeatable && spec.Name != "PFCOUNT") wrong.Add($"{command}: changes data and is taken to be repeatable");
            if (changed && spec is { NeedsPrimary: false, IsScript: false, Name: not "PFCOUNT" }) wrong.Add($"{command}: changes data and is let through at a reader");
        }

        Assert.Equal([], wrong);
    }

    [Fact]
    public async Task What_a_replica_refuses_needs_the_primary()
    {
        await using var server = await RedisServer.StartAsync();
        using var client = await RespClient.ConnectAsync(server.Port);
        await PrepareAsync(client);
        Assert.Equal("OK", (await client.CallAsync("REPLICAOF", "127.0.0.1", "0")).Value);
        var wrong = new List<string>();
        foreach (var command in _commands)
        {
            var refused = (await client.CallAsync(command.Split(' '))).ErrorWord == "READONLY";
            var spec = Find(command);

            // A replica publishes, to its own subscribers only: we refuse what it would not. A SORT that only reads is a write by its name to a replica, and
            // would be served where the primary stands in for replicas: a reader endpoint passes it on, and the client sees what the node says.
            if (spec.Name is "PUBLISH" or "SPUBLISH" ? refused : spec.NeedsPrimary && !refused) wrong.Add($"{command}: refused by us only");
            if (refused && !spec.NeedsPrimary && !CommandTable.All.Any(worst => worst.Name == spec.Name && worst.NeedsPrimary)) wrong.Add($"{command}: refused by the server only");
        }

        Assert.Equal([], wrong);
    }

    private static async Task PrepareAsync(RespClient client)
    {
        foreach (var command in (string[])
        [
            "FLUSHALL", "RPUSH l 3 1 2", "SET k value", "SET a ohmy", "SET b mynew", "XADD s 1-1 f v", "XGROUP CREATE s g 0", "GEOADD g 13.361389 38.115556 m", "ZADD z 1 a 2 b", "SADD e a b",
            "PFADD h x",
        ])
            Assert.False((await client.CallAsync(command.Split(' '))).IsError, command);
        await client.CallAsync("FUNCTION", "LOAD", "REPLACE", "#!lua name=x\nredis.register_function{function_name='f', callback=function() return 1 end, flags={'no-writes'}}");
    }

    /// <summary>How often data was changed, by the server's own count.</summary>
    private static async Task<long> ChangesAsync(RespClient client)
    {
        const string Key = "rdb_changes_since_last_save:";
        var info = (await client.CallAsync("INFO", "persistence")).Value!;
        var line = info.Split("\r\n").Single(line => line.StartsWith(Key, StringComparison.Ordinal));
        return long.Parse(line[Key.Length..], CultureInfo.InvariantCulture);
    }

    private static CommandSpec Find(string command)
    {
        var ranges = new List<(int, int)>();
        var start = 0;
        foreach (var word in command.Split(' '))
        {
            ranges.Add((start, word.Length));
            start += word.Length + 1;
        }

        return CommandTable.Find(new CommandArguments(Encoding.ASCII.GetBytes(command), ranges.ToArray()));
    }
}
