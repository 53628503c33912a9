using Mainstay.Endpoints.Tests.Fakes;
using Mainstay.Endpoints.Transport;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Endpoints.Tests.Sessions;

/// <summary>Clients go to other endpoints, as between two processes, and see nothing of it.</summary>
public sealed class DepartureTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_client_that_never_pauses_gets_every_answer_once_and_in_order()
    {
        await using var old = await StartAsync();
        await using var next = await StartAsync();
        using var client = await old.ConnectAsync();
        const int Count = 2000;
        var leaving = new TaskCompletionSource();
        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < Count; i++)
                {
                    // Half of them are on their way when it begins, and the rest must not be over before.
                    if (i == Count / 2) await leaving.Task;
                    await client.SendAsync("ECHO", $"{i}");
                }
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < Count; i++)
        {
            if (i == Count / 4)
            {
                // From here on nothing more is read of it there.
                await LeaveAsync(old, next);
                leaving.SetResult();
            }

            Assert.Equal($"{i}", (await client.ReadAsync(_patience)).Value);
        }

        await sending;
        Assert.Equal(0, old.Endpoints.Clients);
        Assert.Equal(1, next.Endpoints.Clients);
        Assert.Equal(Count, old.Primary.Figures.Commands + next.Primary.Figures.Commands);
        Assert.True(next.Primary.Figures.Commands > 0);
    }

    [Fact]
    public async Task What_the_client_asked_its_connection_to_be_goes_along_with_what_it_has_begun_to_say()
    {
        await using var old = await StartAsync();
        await using var next = await StartAsync();
        foreach (var node in old.Nodes.Concat(next.Nodes)) node.Password = "word";
        using var client = await old.ConnectAsync();
        await client.CallAsync("AUTH", "word");
        await client.CallAsync("HELLO", "3");
        await client.CallAsync("SELECT", "2");
        await client.SendBytesAsync("*2\r\n$3\r\nGET\r\n$1\r\n"u8.ToArray());
        await old.CountedAsync(figures => figures.Commands, 3);
        await LeaveAsync(old, next);
        await Eventually.TrueAsync(() => next.Endpoints.Clients == 1, Deadline.InSeconds(10), "the client is there");
        await client.SendBytesAsync("k\r\n"u8.ToArray());
        await client.ReadAsync(_patience);
        Assert.Equal(["HELLO 3 AUTH default word", "SELECT 2", "GET k"], next.Nodes[0].Heard.Where(heard => !heard.StartsWith("INFO", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("MULTI", "EXEC")]
    [InlineData("WATCH k", "UNWATCH")]
    [InlineData("SUBSCRIBE news", "UNSUBSCRIBE news")]
    [InlineData("BLPOP queue 0", null)]
    public async Task Who_waits_listens_or_has_begun_a_transaction_stays_until_that_is_over(string begin, string? end)
    {
        await using var old = await StartAsync();
        await using var next = await StartAsync();
        using var client = await old.ConnectAsync();
        using var plain = await old.ConnectAsync();
        await plain.CallAsync("PING");
        await client.SendAsync(begin.Split(' '));
        if (end is not null) await client.ReadAsync(_patience);
        else await FakeGroup.HeardAsync(old.Nodes[0], begin);
        await LeaveAsync(old, next);
        await Eventually.TrueAsync(() => next.Endpoints.Clients == 1, Deadline.InSeconds(10), "the plain client is there");
        Assert.Equal(1, old.Endpoints.Clients);

        // What blocks is answered by a node, if ever.
        if (end is null) return;
        await client.SendAsync(end.Split(' '));
        await client.ReadAsync(_patience);
        await Eventually.TrueAsync(() => next.Endpoints.Clients == 2, Deadline.InSeconds(10), "the other one is there, too");
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task A_client_of_an_endpoint_that_is_not_there_is_closed()
    {
        await using var old = await StartAsync();
        await using var next = await StartAsync();
        using var client = await old.ConnectAsync();
        await client.CallAsync("PING");
        await old.Endpoints.LeaveToAsync((endpoint, moved) => _ = next.Endpoints.TakeAsync(endpoint with { Tls = true }, moved));
        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadAsync(_patience));
    }

    private static Task LeaveAsync(FakeGroup old, FakeGroup next) => old.Endpoints.LeaveToAsync((endpoint, moved) => _ = next.Endpoints.TakeAsync(endpoint, moved));

    /// <summary>Sockets are handed over where there is epoll.</summary>
    private static Task<FakeGroup> StartAsync() => FakeGroup.StartAsync(transport: TransportKind.Epoll);
}
