using System.Globalization;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>Messages that are longer than what an endpoint looks at whole are no answers to commands that are under way meanwhile.</summary>
public sealed class LongMessageTests(UpFixture fixture) : IClassFixture<UpFixture>, IDisposable
{
    private const int Rounds = 1500;
    private static readonly string _message = new('m', 200_000);

    /// <summary>How many more may be published before one is heard: a server cuts off who lags by 32 MiB.</summary>
    private readonly SemaphoreSlim _unheard = new(20);

    private UpProcess Up => fixture.Up;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commands_of_a_subscriber_are_answered_between_long_messages(int protocol)
    {
        using var subscriber = await RespClient.ConnectAsync(Up.Ports.Primary);
        if (protocol == 3) await subscriber.CallAsync("HELLO", "3");
        await subscriber.CallAsync("SUBSCRIBE", $"long:{protocol}");
        using var stop = new CancellationTokenSource();
        var publishing = PublishAsync($"long:{protocol}", stop.Token);
        var messages = 0;
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var word = string.Create(CultureInfo.InvariantCulture, $"word {round}");
                await subscriber.SendAsync("PING", word);
                while (!Answers(await subscriber.ReadAsync(TimeSpan.FromSeconds(15)), word)) Heard();
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        // The last message is still to be read, so that the publisher is not kept from its end.
        await subscriber.SendAsync("PING", "end");
        while (!Answers(await subscriber.ReadAsync(TimeSpan.FromSeconds(15)), "end")) Heard();
        await publishing;
        Assert.True(messages > 10, $"only {messages} messages came");

        void Heard()
        {
            messages++;
            _unheard.Release();
        }
    }

    public void Dispose() => _unheard.Dispose();

    /// <summary>False for a whole message.</summary>
    private static bool Answers(RespReply reply, string word)
    {
        if (reply.Text == word || reply is { Items: [{ Text: "pong" }, { Text: var said }] } && said == word) return true;
        Assert.True(reply is { Items: [{ Text: "message" }, _, { Text: var text }] } && text == _message, $"{reply.Kind}{reply.Text} where {word} or a message was due");
        return false;
    }

    private async Task PublishAsync(string channel, CancellationToken stop)
    {
        using var publisher = await RespClient.ConnectAsync(Up.Ports.Primary);
        try
        {
            while (true)
            {
                await _unheard.WaitAsync(stop);
                Assert.Equal(1, (await publisher.CallAsync("PUBLISH", channel, _message)).Number);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The subscriber has heard enough.
        }
    }
}
