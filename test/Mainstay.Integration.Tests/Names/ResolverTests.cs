using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Names;

namespace Mainstay.Integration.Tests.Names;

/// <summary>Resolvers that ask our server for its zone and know nothing else of it.</summary>
public sealed class ResolverTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private const string Zone = "mainstay.internal";

    [Fact]
    public async Task Bind9_forwards()
    {
        await using var named = await NamedServer.ForwardAsync(Zone, fixture.Up.Ports.Dns);
        await AsksAsync(named.Port);
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("stub")]
    public async Task Unbound_forwards_or_asks_as_a_resolver_does(string kind)
    {
        await using var unbound = await UnboundServer.StartAsync(Zone, fixture.Up.Ports.Dns, kind);
        await AsksAsync(unbound.Port);
    }

    private static async Task AsksAsync(int port)
    {
        foreach (var option in (string[])["+notcp", "+tcp"])
        {
            var found = await Dig.AskAsync(port, $"primary.main.{Zone}", option);
            Assert.Equal(("NOERROR", "127.0.0.1"), (found.Status, string.Join(' ', found.Data)));
            Assert.Contains("ra", found.Flags);
            Assert.Equal("NXDOMAIN", (await Dig.AskAsync(port, $"nobody.main.{Zone}", option)).Status);
            var nothing = await Dig.AskAsync(port, $"primary.main.{Zone}", "AAAA", option);
            Assert.Equal(("NOERROR", 0), (nothing.Status, nothing.Answers.Count));
            Assert.Equal("NOERROR", (await Dig.AskAsync(port, $"main.{Zone}", option)).Status);
        }
    }
}
