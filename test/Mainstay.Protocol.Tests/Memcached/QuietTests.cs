using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

public sealed class QuietTests
{
    [Theory]
    [InlineData(MemcachedVerb.MetaGet, "EN\r\n", true)]
    [InlineData(MemcachedVerb.MetaGet, "EN ka O1\r\n", true)]
    [InlineData(MemcachedVerb.MetaGet, "HD\r\n", false)]
    [InlineData(MemcachedVerb.MetaGet, "VA 1\r\nx\r\n", false)]
    [InlineData(MemcachedVerb.MetaSet, "HD\r\n", true)]
    [InlineData(MemcachedVerb.MetaSet, "HD ka c1\r\n", true)]
    [InlineData(MemcachedVerb.MetaSet, "NS\r\n", false)]
    [InlineData(MemcachedVerb.MetaSet, "EX\r\n", false)]
    [InlineData(MemcachedVerb.MetaSet, "NF\r\n", false)]
    [InlineData(MemcachedVerb.MetaSet, "CLIENT_ERROR bad data chunk\r\n", false)]
    [InlineData(MemcachedVerb.MetaDelete, "HD\r\n", true)]
    [InlineData(MemcachedVerb.MetaDelete, "NF\r\n", false)]
    [InlineData(MemcachedVerb.MetaDelete, "EX\r\n", false)]
    [InlineData(MemcachedVerb.MetaArithmetic, "HD\r\n", true)]
    [InlineData(MemcachedVerb.MetaArithmetic, "VA 1 t-1\r\n5\r\n", true)]
    [InlineData(MemcachedVerb.MetaArithmetic, "NF\r\n", false)]
    [InlineData(MemcachedVerb.MetaNoOp, "MN\r\n", false)]
    [InlineData(MemcachedVerb.Set, "STORED\r\n", false)]
    public void What_a_quiet_command_keeps_for_itself(MemcachedVerb verb, string frame, bool hides) => Assert.Equal(hides, MetaQuiet.Hides(verb, Lines.Bytes(frame)));

    [Theory]
    [InlineData("mg a q", "mg a")]
    [InlineData("mg a  q  v ", "mg a  v ")]
    [InlineData("mg a v q k", "mg a v k")]
    [InlineData("mg a q9 k", "mg a k")]
    [InlineData("mg q v", "mg q v")]
    [InlineData("mg q q", "mg q")]
    [InlineData("ms q 2 q T0", "ms q 2 T0")]
    [InlineData("ms a 2 Oq kq q", "ms a 2 Oq kq")]
    [InlineData("md a q I", "md a I")]
    [InlineData("ma a MD q", "ma a MD")]
    [InlineData("me a q", "me a q")]
    [InlineData("mg a q\0 k", "mg a")]
    [InlineData("mn q", "mn q")]
    [InlineData("get q q", "get q q")]
    public void The_flag_alone_is_left_out(string line, string expected)
    {
        var target = new byte[100];
        Assert.Equal(expected, Lines.Text(target.AsSpan(0, MetaQuiet.WriteWithoutQuiet(Lines.Bytes(line), target))));
    }

    [Theory]
    [InlineData("set a 0 0 5 noreply", "set a 0 0 5")]
    [InlineData("set  a 0 0 5  noreply ", "set  a 0 0 5")]
    [InlineData("set noreply 0 0 5", "set noreply 0 0 5")]
    [InlineData("delete noreply", "delete noreply")]
    [InlineData("delete noreply noreply", "delete noreply")]
    [InlineData("delete a 0 noreply", "delete a 0")]
    [InlineData("flush_all noreply", "flush_all")]
    [InlineData("incr a 1 noreply", "incr a 1")]
    [InlineData("get a noreply", "get a noreply")]
    public void Noreply_is_left_out(string line, string expected)
    {
        var target = new byte[100];
        Assert.Equal(expected, Lines.Text(target.AsSpan(0, ClassicLine.WriteWithoutNoReply(Lines.Bytes(line), target))));
    }
}
