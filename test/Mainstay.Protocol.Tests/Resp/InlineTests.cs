using System.Text;
using CsCheck;
using Mainstay.Protocol.Resp;

namespace Mainstay.Protocol.Tests.Resp;

public sealed class InlineTests
{
    [Theory]
    [InlineData("SET  a b\r\n", "SET|a|b")]
    [InlineData("  \r\n", "")]
    [InlineData("set a \"x y\"", "set|a|x y")]
    [InlineData("set a \"\\x41\\n\\\"\"", "set|a|A\n\"")]
    [InlineData("set a 'it\\'s'", "set|a|it's")]
    [InlineData("set a ''", "set|a|")]
    public void A_line_is_split_as_the_server_does(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', RespInline.Split(Encoding.Latin1.GetBytes(line))!.Select(Encoding.Latin1.GetString)));

    [Theory]
    [InlineData("set \"a")]
    [InlineData("set 'a")]
    [InlineData("set \"a\"b")]
    [InlineData("set \"a\\\"")]
    public void Unbalanced_quotes_are_refused(string line) => Assert.Null(RespInline.Split(Encoding.Latin1.GetBytes(line)));

    [Fact]
    public void Garbage_never_throws() => Gen.OneOf(Gen.Byte, Gen.OneOf("\"'\\x \n"u8.ToArray())).Array[0, 60].Sample(line => { RespInline.Split(line); });
}
