using Mainstay.TestKit.Names;

namespace Mainstay.Server.Tests.Dns;

/// <summary>An answer that is too long for a datagram, as dig sees it.</summary>
public sealed class DigTruncationTests
{
    [Theory]
    [InlineData(true, 0, "+ignore", "+noedns")]
    [InlineData(true, 0, "+ignore", "+bufsize=512")]
    [InlineData(false, 60, "+ignore", "+bufsize=1232")]
    [InlineData(false, 60, "+tcp")]
    [InlineData(false, 60, "+noedns")]
    public async Task It_is_told_and_whole_over_tcp(bool truncated, int records, params string[] options)
    {
        await using var server = new ServerUnderTest();
        var dig = await Dig.AskAsync(server.At.Port, ["many.main.mainstay.internal", .. options]);
        Assert.Equal(("NOERROR", truncated, records), (dig.Status, dig.Flags.Contains("tc"), dig.Answers.Count));
    }
}
