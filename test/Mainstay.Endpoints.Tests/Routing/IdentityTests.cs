using Mainstay.Core.Configuration;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Routing;

/// <summary>Nodes with passwords say to nobody who they are: they are asked as somebody whom only the right ones know.</summary>
public sealed class IdentityTests
{
    private static readonly NodeIdentity Us = new("mainstay-endpoint", "ours");

    [Fact]
    public async Task A_node_that_knows_us_is_used_and_clients_are_nobody_until_they_log_in()
    {
        await using var group = await StartAsync();
        using var client = await group.ConnectAsync();
        Assert.Equal("NOAUTH", (await client.CallAsync("SET", "k", "1")).ErrorWord);
        Assert.Equal("OK", (await client.CallAsync("AUTH", "theirs")).Text);
        Assert.Equal("OK", (await client.CallAsync("SET", "k", "1")).Text);
        Assert.Equal(0, group.Primary.Figures.IdentityMismatches);
    }

    [Fact]
    public async Task Another_process_with_the_same_password_is_not_used()
    {
        await using var group = await StartAsync(new HoldSpec { Time = TimeSpan.FromMilliseconds(300) });
        var node = group.Nodes[0];
        node.Kill();
        node.Restart();
        using var client = await group.ConnectAsync();
        await client.CallAsync("AUTH", "theirs");
        Assert.Equal("TRYAGAIN", (await client.CallAsync("SET", "k", "1")).ErrorWord);
        Assert.DoesNotContain("SET k 1", node.Heard);
        Assert.True(group.Primary.Figures.IdentityMismatches > 0);
    }

    [Fact]
    public async Task A_server_that_does_not_know_us_is_not_used_although_it_takes_the_clients_password()
    {
        await using var group = await StartAsync(new HoldSpec { Time = TimeSpan.FromMilliseconds(300) });
        var node = group.Nodes[0];
        node.Inquirer = null;
        using var client = await group.ConnectAsync();
        await client.CallAsync("AUTH", "theirs");
        Assert.Equal("TRYAGAIN", (await client.CallAsync("SET", "k", "1")).ErrorWord);
        Assert.DoesNotContain("SET k 1", node.Heard);
    }

    private static async Task<FakeGroup> StartAsync(HoldSpec? hold = null)
    {
        var group = await FakeGroup.StartAsync(hold: hold, publish: false, identity: Us);
        foreach (var node in group.Nodes) (node.Password, node.Inquirer) = ("theirs", (Us.User, Us.Password));
        group.Publish(1, group.Nodes[0]);
        return group;
    }
}
