using System.Text;
using CsCheck;
using Mainstay.Core.Serving;

namespace Mainstay.Core.Tests.Serving;

public sealed class CommandTableTests
{
    [Theory]
    [InlineData("GET k", true, false)]
    [InlineData("get k", true, false)]
    [InlineData("SET k v", false, true)]
    [InlineData("PFCOUNT k", true, false)]
    [InlineData("PUBLISH c m", false, true)]
    [InlineData("EVAL x 0", false, false)]
    [InlineData("EVAL_RO x 0", true, false)]
    [InlineData("FCALL f 0", false, false)]
    [InlineData("FUNCTION LIST", true, false)]
    [InlineData("FUNCTION LOAD x", false, true)]
    [InlineData("SORT k", true, false)]
    [InlineData("SORT k BY x store d", false, true)]
    [InlineData("SORT_RO k", true, false)]
    [InlineData("GETEX k", true, true)]
    [InlineData("GETEX k EX 5", false, true)]
    [InlineData("GEORADIUS k 1 2 3 m", true, false)]
    [InlineData("GEORADIUS k 1 2 3 m STOREDIST d", false, true)]
    [InlineData("XREAD STREAMS s 0", true, false)]
    [InlineData("XREADGROUP GROUP g c STREAMS s >", false, true)]
    [InlineData("SCRIPT EXISTS x", true, false)]
    [InlineData("XGROUP CREATE s g 0", false, true)]
    [InlineData("EXEC", false, false)]
    [InlineData("NOSUCHCOMMAND x", false, false)]
    [InlineData("CLIENT NOSUCH", false, false)]
    [InlineData("OBJECT ENCODING k", true, false)]
    [InlineData("OBJECT FREQ k", true, false)]
    [InlineData("MEMORY USAGE k", true, false)]
    [InlineData("BITFIELD k GET u8 0", true, true)]
    [InlineData("BITFIELD k GET u8 0 set u8 0 1", false, true)]
    [InlineData("BITFIELD k OVERFLOW FAIL INCRBY u8 0 1", false, true)]
    [InlineData("BITFIELD_RO k GET u8 0", true, false)]
    [InlineData("GEORADIUSBYMEMBER k m 3 km", true, false)]
    [InlineData("GEORADIUSBYMEMBER k m 3 km STORE d", false, true)]
    [InlineData("EVALSHA x 0", false, false)]
    [InlineData("EVALSHA_RO x 0", true, false)]
    [InlineData("FCALL_RO f 0", true, false)]
    [InlineData("FUNCTION DELETE x", false, true)]
    [InlineData("FUNCTION RESTORE x", false, true)]
    [InlineData("FUNCTION DUMP", true, false)]
    [InlineData("FUNCTION STATS", true, false)]
    [InlineData("FUNCTION KILL", false, false)]
    [InlineData("SCRIPT LOAD x", true, false)]
    [InlineData("SCRIPT FLUSH", false, false)]
    [InlineData("SCRIPT KILL", false, false)]
    [InlineData("CLIENT UNBLOCK 7", false, false)]
    [InlineData("GETEX k PERSIST", false, true)]
    [InlineData("SINTERCARD 1 k", true, false)]
    [InlineData("LMPOP 1 k LEFT", false, true)]
    [InlineData("ZMPOP 1 k MIN", false, true)]
    [InlineData("SPUBLISH c m", false, true)]
    [InlineData("SSUBSCRIBE c", true, false)]
    [InlineData("SPOP k", false, true)]
    [InlineData("SET k v GET", false, true)]
    [InlineData("COPY a b", false, true)]
    [InlineData("MEMORY DOCTOR", true, false)]
    [InlineData("OBJECT HELP", true, false)]
    [InlineData("XREAD BLOCK 5 STREAMS s 0", true, false)]
    [InlineData("BITFIELD k", true, true)]
    public void What_may_be_repeated_and_what_a_reader_refuses(string command, bool repeatable, bool needsPrimary)
    {
        var spec = Find(command);
        Assert.Equal((repeatable, needsPrimary), (spec.Repeatable, spec.NeedsPrimary));
    }

    [Theory]
    [InlineData("BLPOP a b 0", CommandAction.WaitSecondsLast)]
    [InlineData("BLMPOP 1 1 k LEFT", CommandAction.WaitSecondsFirst)]
    [InlineData("XREAD BLOCK 5 STREAMS s $", CommandAction.StreamRead)]
    [InlineData("XREADGROUP GROUP g c BLOCK 5 STREAMS s >", CommandAction.StreamRead)]
    [InlineData("XREADGROUP GROUP streams c COUNT 1 block 5 STREAMS block >", CommandAction.StreamRead)]
    [InlineData("BZMPOP 1 1 k MIN", CommandAction.WaitSecondsFirst)]
    [InlineData("WAIT 1 0", CommandAction.Wait)]
    public void What_blocks(string command, CommandAction action)
    {
        Assert.True(Find(command).Blocks);
        Assert.Equal(action, Find(command).Action);
    }

    [Theory]
    [InlineData("XREAD STREAMS s 0")]
    [InlineData("XREAD STREAMS block 5")]
    [InlineData("XREADGROUP GROUP block c STREAMS s >")]
    [InlineData("LPOP k")]
    public void What_does_not_block(string command) => Assert.False(Find(command).Blocks);

    [Fact]
    public void A_debugger_is_denied() => Assert.Equal(CommandTraits.Denied, Find("SCRIPT DEBUG YES").Traits);

    [Fact]
    public void Options_that_are_not_at_hand_count_at_their_worst()
    {
        var bytes = Encoding.ASCII.GetBytes("SORTk");
        Assert.True(CommandTable.Find(new CommandArguments(bytes, [(0, 4), (4, 1)]), complete: false).NeedsPrimary);
    }

    [Fact]
    public void Every_denied_command_says_what_to_use_instead()
    {
        var denied = CommandTable.All.Where(spec => (spec.Traits & CommandTraits.Denied) != 0).ToList();
        Assert.True(denied.Count > 15);
        Assert.All(denied, spec => Assert.Contains("use", spec.Advice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET k")]
    [InlineData("SET k v")]
    [InlineData("PUBLISH c m")]
    [InlineData("EVAL x 0")]
    [InlineData("EVALSHA_RO x 0")]
    [InlineData("FCALL f 0")]
    [InlineData("SCRIPT LOAD x")]
    [InlineData("SCRIPT FLUSH")]
    [InlineData("PING")]
    [InlineData("INFO")]
    [InlineData("ROLE")]
    [InlineData("CLIENT LIST")]
    [InlineData("CONFIG GET x")]
    [InlineData("XREAD STREAMS s 0")]
    [InlineData("XREADGROUP GROUP g c STREAMS s >")]
    [InlineData("SORT k STORE d")]
    [InlineData("COMMAND")]
    [InlineData("COMMAND COUNT")]
    [InlineData("PUBSUB NUMPAT")]
    public void What_may_go_on_a_shared_connection(string command) => Assert.True(Find(command).IsSharable);

    [Theory]
    [InlineData("CLIENT ID")]
    [InlineData("CLIENT INFO")]
    [InlineData("CLIENT GETNAME")]
    [InlineData("CLIENT TRACKINGINFO")]
    [InlineData("CLIENT UNBLOCK 7")]
    [InlineData("CLIENT SETNAME n")]
    [InlineData("CLIENT NOSUCH")]
    [InlineData("CLIENT KILL ID 7")]
    [InlineData("AUTH p")]
    [InlineData("HELLO 3")]
    [InlineData("SELECT 1")]
    [InlineData("MULTI")]
    [InlineData("EXEC")]
    [InlineData("WATCH k")]
    [InlineData("SUBSCRIBE c")]
    [InlineData("SUNSUBSCRIBE")]
    [InlineData("MONITOR")]
    [InlineData("WAIT 1 0")]
    [InlineData("WAITAOF 1 1 0")]
    [InlineData("RESET")]
    [InlineData("BLPOP k 0")]
    [InlineData("XREAD BLOCK 5 STREAMS s $")]
    [InlineData("SCRIPT KILL")]
    [InlineData("FUNCTION KILL")]
    [InlineData("FUNCTION STATS")]
    [InlineData("NOSUCHCOMMAND x")]
    [InlineData("CONFIG SET a b")]
    public void What_needs_a_connection_of_its_own(string command) => Assert.False(Find(command).IsSharable);

    [Fact]
    public void Names_are_found_in_any_case_and_only_whole() => Gen.Select(Gen.OneOf(CommandTable.All.ToArray()), Gen.Bool.Array[64], Gen.Int[0, 40], Gen.Byte).Sample((spec, small, at, other) =>
    {
        if (spec.Name == "CLUSTER") return;
        var words = spec.Name.Split(' ');
        var name = string.Concat(words[0].Select((letter, i) => small[i] ? char.ToLowerInvariant(letter) : letter));
        var rest = words.Length > 1 ? " " + words[1].ToLowerInvariant() : "";
        Assert.Equal(spec.Name, Find(name + rest).Name);

        // Another byte at any place makes it another command, or none.
        var changed = Encoding.Latin1.GetBytes(name);
        changed[at % changed.Length] = other;
        var expected = CommandTable.All.FirstOrDefault(known => known.Name.Equals(Encoding.Latin1.GetString(changed) + rest, StringComparison.OrdinalIgnoreCase));
        var bytes = (byte[])[.. changed, .. Encoding.ASCII.GetBytes(rest.Trim())];
        var arguments = rest.Length > 0 ? new CommandArguments(bytes, [(0, changed.Length), (changed.Length, bytes.Length - changed.Length)]) : new CommandArguments(bytes, [(0, changed.Length)]);
        Assert.Equal(expected?.Name ?? "unknown", CommandTable.Find(arguments).Name);
    });

    [Fact]
    public void A_longer_or_shorter_name_is_another_command()
    {
        foreach (var name in (string[])["", "GE", "GETS", "GET\0", "SETNXX", "INCRBYFLOA", "INCRBYFLOATS", "ZREMRANGEBYSCORES", "SCRIPT LOAD", new string('A', 10_000)])
            Assert.Same(CommandSpec.Unknown, CommandTable.Find(new CommandArguments(Encoding.ASCII.GetBytes(name), [(0, name.Length)])));
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var bytes = "georadiusbymemberk"u8.ToArray();
        (int, int)[] ranges = [(0, 17), (17, 1)];
        CommandTable.Find(new CommandArguments(bytes, ranges));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) CommandTable.Find(new CommandArguments(bytes, ranges));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CommandSpec Find(string command)
    {
        var bytes = Encoding.ASCII.GetBytes(command);
        var ranges = new List<(int, int)>();
        var start = 0;
        foreach (var word in command.Split(' '))
        {
            ranges.Add((start, word.Length));
            start += word.Length + 1;
        }

        return CommandTable.Find(new CommandArguments(bytes, ranges.ToArray()));
    }
}
