using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

/// <summary>What a server of 1.6.18 said to each of these lines.</summary>
public sealed class LineFaultTests
{
    private const string BadFormat = "CLIENT_ERROR bad command line format";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\r")]
    [InlineData("\0")]
    [InlineData("g")]
    [InlineData("bogus noreply")]
    [InlineData("GET a")]
    [InlineData("get\ta")]
    [InlineData("mz")]
    [InlineData("g HTTP/1.1")]
    [InlineData("get")]
    [InlineData("gats")]
    [InlineData("set a 0 0")]
    [InlineData("set a 0 0 5 noreply x")]
    [InlineData("cas a 0 0 5")]
    [InlineData("cas a 0 0 5 1 noreply x")]
    [InlineData("incr a")]
    [InlineData("incr a 1 x y")]
    [InlineData("touch a")]
    [InlineData("delete")]
    [InlineData("delete a 0 0 0")]
    [InlineData("verbosity")]
    [InlineData("verbosity 0 x y")]
    [InlineData("flush_all 0 x y")]
    [InlineData("mg")]
    [InlineData("ms")]
    [InlineData("md")]
    [InlineData("ma")]
    public void Error(string line) => Is(line, "ERROR");

    [Theory]
    [InlineData("set a x 0 5")]
    [InlineData("set a -1 0 5")]
    [InlineData("set a 0 x 5")]
    [InlineData("set a 0 0 -1")]
    [InlineData("set a 0 0 abc")]
    [InlineData("set a 0 0 2147483646")]
    [InlineData("set a 0 0 99999999999999999999")]
    [InlineData("cas a 0 0 5 x")]
    [InlineData("cas a 0 0 5 -1")]
    [InlineData("verbosity x")]
    [InlineData("verbosity -1")]
    [InlineData("mg a Fx")]
    [InlineData("ms a")]
    [InlineData("ms a x")]
    [InlineData("ms a S2")]
    [InlineData("ms a -1")]
    [InlineData("ms a q v")]
    [InlineData("me")]
    [InlineData("me Q b")]
    public void Bad_format(string line) => Is(line, BadFormat);

    [Theory]
    [InlineData("get *")]
    [InlineData("get a *")]
    [InlineData("gat 0 *")]
    [InlineData("set * 0 0 5")]
    [InlineData("incr * 1")]
    [InlineData("touch * 1")]
    [InlineData("delete *")]
    [InlineData("mg *")]
    [InlineData("ms * 2")]
    [InlineData("md *")]
    [InlineData("ma *")]
    [InlineData("me *")]
    public void A_key_may_not_be_too_long(string line)
    {
        Is(line.Replace("*", Lines.TooLong, StringComparison.Ordinal), BadFormat);
        Assert.Null(MemcachedLine.Parse(Lines.Bytes(line.Replace("*", Lines.TooLong[1..], StringComparison.Ordinal))).Fault);
    }

    [Theory]
    [InlineData("gat abc", "CLIENT_ERROR invalid exptime argument")]
    [InlineData("gat abc a", "CLIENT_ERROR invalid exptime argument")]
    [InlineData("touch a x", "CLIENT_ERROR invalid exptime argument")]
    [InlineData("flush_all x", "CLIENT_ERROR invalid exptime argument")]
    [InlineData("incr a x", "CLIENT_ERROR invalid numeric delta argument")]
    [InlineData("incr a -1", "CLIENT_ERROR invalid numeric delta argument")]
    [InlineData("decr a 18446744073709551616", "CLIENT_ERROR invalid numeric delta argument")]
    [InlineData("delete a 5", "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]")]
    [InlineData("delete a 0 5", "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]")]
    [InlineData("delete a noreply 0", "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]")]
    public void Classic(string line, string fault) => Is(line, fault);

    [Theory]
    [InlineData("mg a v v", "CLIENT_ERROR duplicate flag")]
    [InlineData("mg a \u00ff", "CLIENT_ERROR duplicate flag")]
    [InlineData("mg a !", "CLIENT_ERROR invalid flag")]
    [InlineData("mg a S5", "CLIENT_ERROR invalid flag")]
    [InlineData("mg QQ b", "CLIENT_ERROR error decoding key")]
    [InlineData("mg ==== b", "CLIENT_ERROR error decoding key")]
    [InlineData("mg QQ b v v", "CLIENT_ERROR duplicate flag")]
    [InlineData("mg QQ b Tx", "CLIENT_ERROR bad token in command line format")]
    [InlineData("mg a Tx", "CLIENT_ERROR bad token in command line format")]
    [InlineData("mg a Cx", "CLIENT_ERROR bad token in command line format")]
    [InlineData("mg a MXX", "CLIENT_ERROR incorrect length for M token")]
    [InlineData("mg a Jx", "CLIENT_ERROR invalid numeric initial value")]
    [InlineData("mg a Dx", "CLIENT_ERROR invalid numeric delta value")]
    [InlineData("mg a O23456789012345678901234567890123", "CLIENT_ERROR opaque token too long")]
    [InlineData("md a O23456789012345678901234567890123", "CLIENT_ERROR opaque token too long")]
    [InlineData("ma a O23456789012345678901234567890123", "CLIENT_ERROR opaque token too long")]
    [InlineData("mg a 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8", "CLIENT_ERROR options flags are too long")]
    [InlineData("md a 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8", "CLIENT_ERROR options flags too long")]
    [InlineData("md a !", "CLIENT_ERROR invalid or duplicate flag")]
    [InlineData("md a q q", "CLIENT_ERROR invalid or duplicate flag")]
    [InlineData("md QQ b", "CLIENT_ERROR invalid or duplicate flag")]
    [InlineData("ma a Dx", "CLIENT_ERROR invalid or duplicate flag")]
    [InlineData("ma a MX", "CLIENT_ERROR invalid mode for ma M token")]
    [InlineData("ma a MXX", "CLIENT_ERROR invalid or duplicate flag")]
    public void Meta(string line, string fault) => Is(line, fault);

    [Theory]
    [InlineData("ms a 2 !", "CLIENT_ERROR invalid flag")]
    [InlineData("ms a 2 k k", "CLIENT_ERROR duplicate flag")]
    [InlineData("ms Q 2 b", "CLIENT_ERROR error decoding key")]
    [InlineData("ms a 2 Fx", BadFormat)]
    [InlineData("ms a 2 MX", "CLIENT_ERROR invalid mode for ms M token")]
    [InlineData("ms a 2 O23456789012345678901234567890123", "CLIENT_ERROR opaque token too long")]
    [InlineData("ms a 2 MX O23456789012345678901234567890123", "CLIENT_ERROR invalid mode for ms M token")]
    public void The_data_behind_a_bad_meta_set_is_passed_over(string line, string fault)
    {
        Is(line, fault);
        var parsed = MemcachedLine.Parse(Lines.Bytes(line));
        Assert.Equal((4, 4), (parsed.FaultSwallows, parsed.FaultData));
    }

    [Theory]
    [InlineData("ms * 2", 4)]
    [InlineData("ms a 2 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7", 4)]
    [InlineData("ms a -1", 0)]
    [InlineData("set * 0 0 2", 4)]
    [InlineData("set a x 0 2", 4)]
    [InlineData("set a 0 0 2 x y", 4)]
    [InlineData("set a 0 0 x", 0)]
    [InlineData("set a 0 0", 0)]
    [InlineData("delete a 5", 0)]
    public void Other_data_behind_a_fault_is_not_passed_over_but_known(string line, long data)
    {
        var parsed = MemcachedLine.Parse(Lines.Bytes(line.Replace("*", Lines.TooLong, StringComparison.Ordinal)));
        Assert.NotNull(parsed.Fault);
        Assert.Equal((0, data), (parsed.FaultSwallows, parsed.FaultData));
    }

    [Theory]
    [InlineData("set a 0 0 noreply")]
    [InlineData("set * 0 0 5 noreply")]
    [InlineData("cas a 0 0 5 noreply")]
    [InlineData("incr a noreply")]
    [InlineData("touch a noreply")]
    [InlineData("delete a 5 noreply")]
    [InlineData("flush_all x noreply")]
    [InlineData("flush_all noreply noreply")]
    [InlineData("verbosity noreply")]
    public void A_fault_may_go_unanswered(string line)
    {
        var parsed = MemcachedLine.Parse(Lines.Bytes(line.Replace("*", Lines.TooLong, StringComparison.Ordinal)));
        Assert.NotNull(parsed.Fault);
        Assert.True(parsed.NoReply);
    }

    [Theory]
    [InlineData("set a 0 0 4294967298")]
    [InlineData("set a 0 0 +2")]
    [InlineData("set a 0 0 2\tx")]
    [InlineData("ms a 4294967298")]
    public void A_length_that_servers_read_differently_is_refused(string line) => Is(line, BadFormat);

    [Theory]
    [InlineData("GET / HTTP/1.1", true)]
    [InlineData("POST /a HTTP/1.0", true)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("xx HTTP/", true)]
    [InlineData("g HTTP/1.1", false)]
    [InlineData("submit HTTP/1.1", false)]
    [InlineData("mx HTTP/1.1", false)]
    [InlineData("bogus", false)]
    public void A_browser_is_hung_up_on(string line, bool closes)
    {
        Is(line, "ERROR");
        Assert.Equal(closes, MemcachedLine.Parse(Lines.Bytes(line)).FaultCloses);
    }

    private static void Is(string line, string fault)
    {
        var parsed = MemcachedLine.Parse(Lines.Bytes(line));
        Assert.Equal(fault, parsed.Fault);
        Assert.Equal(-1, parsed.DataBytes);
        Assert.True(parsed.Key.IsEmpty);
        Assert.False(parsed.GetKeys().MoveNext());
    }
}
