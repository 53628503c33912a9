using System.Text;
using Mainstay.Endpoints.Metrics;

namespace Mainstay.Endpoints.Tests.Metrics;

public sealed class ErrorKindsTests
{
    [Theory]
    [InlineData("-ERR unknown command 'x'\r\n", "ERR")]
    [InlineData("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n", "WRONGTYPE")]
    [InlineData("-NOREPLICAS\r\n", "NOREPLICAS")]
    [InlineData("!21\r\nSYNTAX invalid syntax\r\n", "SYNTAX")]
    [InlineData("-My_error of a script\r\n", "other")]
    [InlineData("- \r\n", "other")]
    [InlineData("-\r\n", "other")]
    [InlineData("-A\u0001B c\r\n", "other")]
    [InlineData("-ABCDEFGHIJKLMNOPQRSTUVWXYZ012345 as long as may be\r\n", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345")]
    [InlineData("-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456 too long\r\n", "other")]
    public void An_error_is_of_its_first_word(string frame, string word)
    {
        var kinds = ErrorKinds.OfRedis();
        Assert.Equal(word, kinds[kinds.Of(Encoding.Latin1.GetBytes(frame))]);
    }

    [Fact]
    public void What_scripts_make_up_has_a_bound_and_crowds_out_none_of_ours()
    {
        var kinds = ErrorKinds.OfRedis();
        for (var i = 0; i < 1000; i++) kinds.Of(Encoding.ASCII.GetBytes($"-MADEUP{i} by a script\r\n"));
        Assert.Equal(ErrorKinds.Most, kinds.Count);
        Assert.Equal(ErrorKinds.Most, kinds.Of("-MADEUP999 by a script\r\n"u8));
        Assert.Equal("INDETERMINATE", kinds[kinds.Of("-INDETERMINATE mainstay: ...\r\n"u8)]);
    }
}
