using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Names;

namespace Mainstay.Integration.Tests.Names;

/// <summary>What <c>up</c> answers to dig.</summary>
public sealed class DigTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private int Port => fixture.Up.Ports.Dns;

    [Theory]
    [InlineData("primary.main.mainstay.internal")]
    [InlineData("reader.main.mainstay.internal")]
    [InlineData("main-001.main.mainstay.internal")]
    [InlineData("configuration.pages.mainstay.internal")]
    [InlineData("pages-002.pages.mainstay.internal")]
    [InlineData("ns.mainstay.internal")]
    [InlineData("PRIMARY.Main.MAINSTAY.internal", "+tcp")]
    [InlineData("primary.main.mainstay.internal", "+noedns")]
    [InlineData("primary.main.mainstay.internal", "+norec")]
    [InlineData("primary.main.mainstay.internal", "+dnssec")]
    [InlineData("primary.main.mainstay.internal", "+bufsize=512")]
    public async Task A_name_has_its_address(string name, string? option = null)
    {
        var dig = await Dig.AskAsync(Port, option is null ? [name] : [name, option]);
        Assert.Equal(("NOERROR", $"{name}. 5 IN A 127.0.0.1"), (dig.Status, string.Join('\n', dig.Answers)));
        Assert.Equal(option == "+norec" ? ["qr", "aa"] : ["qr", "aa", "rd"], dig.Flags);
        Assert.Equal(option != "+noedns", dig.Text.Contains("EDNS: version: 0", StringComparison.Ordinal));
        Assert.DoesNotContain("malformed", dig.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_zone_has_an_authority_and_a_name_server()
    {
        var authority = Assert.Single((await Dig.AskAsync(Port, "mainstay.internal", "SOA")).Answers);
        Assert.Matches("^mainstay.internal. 5 IN SOA ns.mainstay.internal. hostmaster.mainstay.internal. [0-9]{10} 3600 600 86400 1$", authority);
        var servers = await Dig.AskAsync(Port, "mainstay.internal", "NS");
        Assert.Equal(["mainstay.internal. 5 IN NS ns.mainstay.internal."], servers.Answers);
        Assert.Contains("ns.mainstay.internal.\t5\tIN\tA\t127.0.0.1", servers.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOERROR", "primary.main.mainstay.internal", "AAAA")]
    [InlineData("NOERROR", "primary.main.mainstay.internal", "TXT")]
    [InlineData("NOERROR", "main.mainstay.internal", "A")]
    [InlineData("NXDOMAIN", "secondary.main.mainstay.internal", "A")]
    [InlineData("NXDOMAIN", "configuration.main.mainstay.internal", "A")]
    [InlineData("NXDOMAIN", "primary.pages.mainstay.internal", "A")]
    public async Task Nothing_is_told_with_the_authority(string status, string name, string kind)
    {
        var dig = await Dig.AskAsync(Port, name, kind);
        Assert.Equal((status, 0), (dig.Status, dig.Answers.Count));
        Assert.StartsWith("mainstay.internal. 1 IN SOA ", Assert.Single(dig.Authority), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("REFUSED", "example.org")]
    [InlineData("REFUSED", ".", "NS")]
    [InlineData("REFUSED", "version.bind", "TXT", "-c", "CH")]
    [InlineData("REFUSED", "mainstay.internal", "IXFR=1")]
    [InlineData("NOTIMP", "mainstay.internal", "SOA", "+opcode=notify")]
    [InlineData("BADVERS", "mainstay.internal", "SOA", "+edns=1", "+noednsnegotiation")]
    [InlineData("FORMERR", "mainstay.internal", "SOA", "+header-only")]
    public async Task What_is_not_done_is_said(string status, params string[] arguments)
    {
        var dig = await Dig.AskAsync(Port, arguments);
        Assert.True(status == dig.Status || (status == "REFUSED" && dig.Text.Contains("Transfer failed", StringComparison.Ordinal)), dig.Text);
        Assert.Empty(dig.Answers);
    }
}
