using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Sessions;

/// <summary>Which commands travel on a shared connection, and who has one of its own.</summary>
public sealed class SharingTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Plain_commands_of_many_share_a_connection_for_each_loop()
    {
        await using var group = await FakeGroup.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var client = await group.ConnectAsync();
            Assert.Equal("OK", (await client.CallAsync("SET", $"k{i}", $"{i}")).Text);
            Assert.Equal($"{i}", (await client.CallAsync("GET", $"k{i}")).Text);
        }

        Assert.InRange(group.Primary.Figures.UpstreamsShared, 1, 2);
        Assert.Equal(0, group.Primary.Figures.UpstreamsOwn);
    }

    [Fact]
    public async Task Each_database_and_protocol_is_shared_apart()
    {
        await using var group = await FakeGroup.StartAsync();
        using var first = await group.ConnectAsync();
        using var second = await group.ConnectAsync();
        await first.CallAsync("SELECT", "1");
        await second.CallAsync("SELECT", "2");
        await first.CallAsync("SET", "k", "one");
        await second.CallAsync("SET", "k", "two");
        Assert.Equal("one", (await first.CallAsync("GET", "k")).Text);
        Assert.Equal("two", (await second.CallAsync("GET", "k")).Text);
        Assert.Equal(2, group.Primary.Figures.UpstreamsShared);
    }

    [Fact]
    public async Task Who_begins_a_transaction_has_a_connection_of_its_own_until_a_moment_after_its_end()
    {
        await using var group = await FakeGroup.StartAsync();
        using var client = await group.ConnectAsync();
        await client.CallAsync("MULTI");
        await client.CallAsync("SET", "k", "1");
        await group.CountedAsync(figures => figures.UpstreamsOwn, 1);
        Assert.Single((await client.CallAsync("EXEC")).Items!);
        await group.CountedAsync(figures => figures.UpstreamsOwn, 0);
        Assert.Equal("1", (await client.CallAsync("GET", "k")).Text);
        await group.CountedAsync(figures => figures.UpstreamsOwn, 0);
    }

    [Fact]
    public async Task A_wait_counts_from_what_was_written_on_the_shared_connection()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] == "WAIT" ? ":2\r\n" : null;
        using var client = await group.ConnectAsync();
        await client.CallAsync("SET", "k", "1");
        Assert.Equal(2, (await client.CallAsync("WAIT", "2", "0")).Number);
        await client.CallAsync("SET", "k", "2");
        Assert.Equal(2, (await client.CallAsync("WAIT", "2", "0")).Number);
        Assert.Equal(["SET k 1", "PUBLISH mainstay:written ", "WAIT 2 0", "SET k 2", "WAIT 2 0"], group.Nodes[0].Heard);
    }

    [Fact]
    public async Task A_wait_that_would_count_from_nothing_confirms_nothing()
    {
        await using var group = await FakeGroup.StartAsync();
        group.Nodes[0].Instead = arguments => arguments[0] switch
        {
            "WAIT" => ":2\r\n",
            "PUBLISH" => "-NOPERM this user has no permissions to access one of the channels used as arguments\r\n",
            _ => null,
        };
        using var client = await group.ConnectAsync();
        await client.CallAsync("SET", "k", "1");
        Assert.Equal(0, (await client.CallAsync("WAIT", "2", "0")).Number);

        // From here on it writes where it waits.
        await client.CallAsync("SET", "k", "2");
        Assert.Equal(2, (await client.CallAsync("WAIT", "2", "0")).Number);
    }

    [Fact]
    public async Task A_large_request_goes_on_a_connection_of_its_own_and_others_do_not_wait_for_it()
    {
        await using var group = await FakeGroup.StartAsync();
        using var large = await group.ConnectAsync();
        using var other = await group.ConnectAsync();
        await large.SendAsync("SET", "big", new string('v', 2 << 20));
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
        Assert.Equal("OK", (await large.ReadAsync(_patience)).Text);
        Assert.Equal(1, group.Primary.Figures.UpstreamsOwn);
    }
}
