using System.Security.Cryptography;
using Mainstay.TestKit.Names;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Names;

/// <summary>Debian's bind9 is told by signed updates.</summary>
public sealed class UpdateTests
{
    private readonly string _secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    [Theory]
    [InlineData("hmac-sha256")]
    [InlineData("hmac-sha384")]
    [InlineData("hmac-sha512")]
    public async Task It_is_told_all_names_at_the_start_and_each_change(string algorithm)
    {
        await using var named = await NamedServer.ForUpdatesAsync(DirectGroup.Zone, "Mainstay-Key", algorithm, _secret);
        await using var group = await DirectGroup.UpdateAsync(named.Port, "mainstay-key", algorithm, _secret);
        var before = await group.WholeAsync();
        await ToldAsync(group, before.Primary!);
        foreach (var node in before.Nodes) await IsAsync(named, $"{node.Name}.orders.{DirectGroup.Zone}", [DirectGroup.Address(node.Name).ToString()]);
        await IsAsync(named, $"reader.orders.{DirectGroup.Zone}", before.Nodes.Where(node => node.Name != before.Primary).Select(node => DirectGroup.Address(node.Name).ToString()));

        var serial = await SerialAsync(named);
        Assert.Equal(0, (await group.VerbAsync("switchover", "orders")).Status);
        var after = await group.WholeAsync(before.Term + 1);
        await ToldAsync(group, after.Primary!);
        Assert.True(await SerialAsync(named) > serial);
        Assert.Equal($"{DirectGroup.Primary}. 2 IN A {DirectGroup.Address(after.Primary!)}", Assert.Single((await Dig.AskAsync(named.Port, DirectGroup.Primary)).Answers));
        Assert.DoesNotContain(_secret, group.Daemon.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_missed_it_is_told_when_it_is_back()
    {
        await using var named = await NamedServer.ForUpdatesAsync(DirectGroup.Zone, "k", "hmac-sha256", _secret);
        await using var group = await DirectGroup.UpdateAsync(named.Port, "k", "hmac-sha256", _secret);
        var before = await group.WholeAsync();
        await ToldAsync(group, before.Primary!);
        await named.StopAsync();
        Assert.Equal(0, (await group.VerbAsync("switchover", "orders")).Status);
        var after = await group.WholeAsync(before.Term + 1);
        await group.Daemon.PrintsAsync("it cannot be connected to (ConnectionRefused). It is tried again; look whether a name server listens there, over TCP", Deadline.InSeconds(10));
        await named.StartAsync(DirectGroup.Zone);
        await ToldAsync(group, after.Primary!);
        await group.Daemon.PrintsAsync("takes updates of cache.internal again", Deadline.InSeconds(5));
    }

    [Theory]
    [InlineData("other", "hmac-sha256", true, "it does not know the key other, or not with this algorithm (BADKEY)")]
    [InlineData("k", "hmac-sha512", true, "(BADKEY)")]
    [InlineData("k", "hmac-sha256", false, "its secret of the key k is another (BADSIG)")]
    public async Task A_key_that_is_not_its_own_is_told_and_the_group_serves_all_the_same(string name, string algorithm, bool sameSecret, string told)
    {
        await using var named = await NamedServer.ForUpdatesAsync(DirectGroup.Zone, "k", "hmac-sha256", _secret);
        var secret = sameSecret ? _secret : Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var group = await DirectGroup.UpdateAsync(named.Port, name, algorithm, secret);
        await group.Daemon.PrintsAsync(told, Deadline.InSeconds(10));
        Assert.Equal("NXDOMAIN", (await Dig.AskAsync(named.Port, DirectGroup.Primary)).Status);
        Assert.DoesNotContain(secret, group.Daemon.Describe(), StringComparison.Ordinal);
    }

    private static Task<Dig> ToldAsync(DirectGroup group, string primary) =>
        Eventually.GetAsync(() => Dig.AskAsync(group.Dns, DirectGroup.Primary), dig => dig.Data.SequenceEqual([DirectGroup.Address(primary).ToString()]), Deadline.InSeconds(40), $"named was told of {primary}");

    private static Task<Dig> IsAsync(NamedServer named, string name, IEnumerable<string> addresses)
    {
        var wanted = addresses.Order(StringComparer.Ordinal).ToList();
        return Eventually.GetAsync(() => Dig.AskAsync(named.Port, name), dig => dig.Data.Order(StringComparer.Ordinal).SequenceEqual(wanted), Deadline.InSeconds(10), $"{name} is {string.Join(' ', wanted)}");
    }

    private static async Task<uint> SerialAsync(NamedServer named) =>
        uint.Parse((await Dig.AskAsync(named.Port, DirectGroup.Zone, "SOA")).Answers[0].Split(' ')[6], System.Globalization.CultureInfo.InvariantCulture);
}
