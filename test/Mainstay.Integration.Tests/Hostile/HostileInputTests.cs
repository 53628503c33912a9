using System.Text;
using Mainstay.Integration.Tests.Running;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Hostile;

/// <summary>Whatever is sent to an endpoint: a clear error, little memory, and nobody else notices.</summary>
public sealed class HostileInputTests(UpFixture fixture) : IClassFixture<UpFixture>
{
    private const long MostMemory = 300L << 20;

    private UpProcess Up => fixture.Up;

    [Theory]
    [InlineData("*1\r\n$abc\r\n")]
    [InlineData("*1\r\n:5\r\n")]
    [InlineData("*99999999999999999999\r\n")]
    [InlineData("*2\r\n$3\r\nGET\r\n$-1\r\n")]
    [InlineData("*1\r\n$3\r\nGETxx\r\n")]
    [InlineData("*1\r\n$1073741824\r\n")]
    [InlineData("*10000000\r\n")]
    [InlineData("*1\r\n*1\r\n*1\r\n*1\r\n")]
    [InlineData("\u0000\u0001\u0002\u00ff\u00fe\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public async Task Wrong_frames_are_refused_in_words_or_by_closing(string bytes)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.SendBytesAsync(Encoding.Latin1.GetBytes(bytes));
        try
        {
            var reply = await client.ReadAsync(TimeSpan.FromSeconds(5));
            Assert.True(reply.IsError, $"{reply}");
            Assert.NotEmpty(reply.Text!);
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException)
        {
            Assert.Fail($"closed without a word: {exception.Message}");
        }

        await OthersGoOnAsync();
    }

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    public async Task Empty_commands_are_passed_over_as_the_server_does(string bytes)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        await client.SendBytesAsync(Encoding.ASCII.GetBytes(bytes));
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Half_frames_hold_nobody_up()
    {
        var halves = new List<RespClient>();
        try
        {
            string[] whole = ["*3\r\n$3\r\nSET\r\n$4\r\nhalf\r\n$1\r\nx\r\n", "PING\r\n"];
            foreach (var frame in whole)
                for (var cut = 1; cut < frame.Length; cut++)
                {
                    var client = await RespClient.ConnectAsync(Up.Ports.Primary);
                    halves.Add(client);
                    await client.SendBytesAsync(Encoding.ASCII.GetBytes(frame[..cut]));
                }

            await OthersGoOnAsync();
            Assert.Null(await Up.ReadAsync("half"));
            foreach (var client in halves.Where((_, i) => i % 2 == 0)) client.Reset();
            await OthersGoOnAsync();
        }
        finally
        {
            foreach (var client in halves) client.Dispose();
        }
    }

    [Fact]
    public async Task Frames_cut_into_single_bytes_are_whole_in_the_end()
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        foreach (var b in "*2\r\n$4\r\nECHO\r\n$2\r\nab\r\n"u8.ToArray()) await client.SendBytesAsync(new[] { b });
        Assert.Equal("ab", (await client.ReadAsync(TimeSpan.FromSeconds(5))).Text);
    }

    [Fact]
    public async Task Deep_nesting_and_endless_lines_take_no_memory()
    {
        await FloodAsync(Enumerable.Repeat("*1\r\n"u8.ToArray(), 200_000));
        await FloodAsync(Enumerable.Repeat(Enumerable.Repeat((byte)'x', 64 << 10).ToArray(), 2_000));
        await OthersGoOnAsync();
    }

    [Fact]
    public async Task Announced_sizes_are_not_believed_until_they_arrive()
    {
        var clients = new List<RespClient>();
        try
        {
            for (var i = 0; i < 50; i++)
            {
                clients.Add(await RespClient.ConnectAsync(Up.Ports.Primary));
                await clients[^1].SendBytesAsync(Encoding.ASCII.GetBytes(i % 2 == 0 ? "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\nbegin" : "*1000000\r\n$3\r\nDEL\r\n"));
            }

            await OthersGoOnAsync();
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task A_large_value_passes_both_ways()
    {
        var value = new string('v', 8 << 20);
        await Up.WriteAsync("large", value);
        Assert.Equal(value, await Up.ReadAsync("large"));
        await RespClient.AskAsync(Up.Ports.Primary, "UNLINK", "large");
        await OthersGoOnAsync();
    }

    /// <summary>Sends until all is sent or the endpoint has had enough.</summary>
    private async Task FloodAsync(IEnumerable<byte[]> pieces)
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        var most = 0L;
        try
        {
            foreach (var piece in pieces)
            {
                await client.SendBytesAsync(piece).WaitAsync(TimeSpan.FromSeconds(10));
                most = Math.Max(most, SystemProcess.ResidentBytes(Up.Daemon.Id));
            }
        }
        catch (IOException)
        {
            // Closed on us, which is an answer.
        }

        Assert.True(most < MostMemory, $"the daemon took {most >> 20} MiB");
    }

    private async Task OthersGoOnAsync()
    {
        using var client = await RespClient.ConnectAsync(Up.Ports.Primary);
        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
        Assert.Equal("OK", (await client.CallAsync("SET", "other", "1")).Text);
        Assert.True(Up.Daemon.Runs, Up.Daemon.Describe());
        await Eventually.FineAsync(() => SystemProcess.ResidentBytes(Up.Daemon.Id) is var bytes && bytes < MostMemory ? null : $"{bytes >> 20} MiB", Deadline.InSeconds(1), "the daemon takes less than 300 MiB");
    }
}
