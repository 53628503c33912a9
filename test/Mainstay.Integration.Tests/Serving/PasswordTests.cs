using System.Globalization;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>Groups whose nodes ask for a password fail over like others, and let nobody in by our own users.</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("default", "")]
    [InlineData("orders-app", "    username: orders-app\n    password:")]
    public async Task Clients_go_on_across_a_crash_and_a_switchover(string user, string account)
    {
        await using var serve = new ServeProcess();
        if (account.Length > 0) serve.Write(serve.Text().Replace("    password:", account, StringComparison.Ordinal));
        await serve.StartAsync();
        var options = $"127.0.0.1:{serve.Primary},password={ServeProcess.Password},abortConnect=false,syncTimeout=15000{(user == "default" ? "" : $",user={user}")}";
        await using var client = await ConnectionMultiplexer.ConnectAsync(options);
        var database = client.GetDatabase();
        await database.StringSetAsync("k", "0");

        // A crash: what was sent and not answered may be told as such; the next write goes through.
        var first = (await serve.StatusAsync()).Groups[0];
        SystemProcess.Send(await serve.ProcessAsync(int.Parse(first.Primary![^1..], CultureInfo.InvariantCulture), user), Signal.Kill);
        await Eventually.FineAsync(
            async () =>
            {
                try
                {
                    return await database.StringSetAsync("k", "1") ? null : "not set";
                }
                catch (RedisException e)
                {
                    return e.Message;
                }
            },
            Deadline.InSeconds(10),
            "a write goes through after the crash");
        var whole = await Eventually.GetAsync(serve.StatusAsync, status => status.Groups[0].IsWhole, Deadline.InSeconds(30), "the group is whole again");
        Assert.NotEqual(first.Primary, whole.Groups[0].Primary);

        // A switchover: no error at all.
        var moved = await MainstayProgram.RunAsync("switchover", "--api", serve.Api);
        Assert.True(moved.Status == 0, moved.ToString());
        Assert.True(await database.StringSetAsync("k", "2"));

        // The reader too, and nobody without a login.
        Assert.Equal("NOAUTH", (await RespClient.AskAsync(serve.Reader, "GET", "k")).ErrorWord);
        using var reader = await ServeProcess.LoggedInAsync(serve.Reader, user);
        await Eventually.GetAsync(() => reader.CallAsync("GET", "k"), reply => reply.Text == "2", Deadline.InSeconds(5), "replicas have it");
    }
}
