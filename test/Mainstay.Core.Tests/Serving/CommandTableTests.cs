using System.Text;
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
