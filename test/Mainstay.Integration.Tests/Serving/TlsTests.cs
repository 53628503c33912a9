using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Tls;
using Mainstay.TestKit.Waiting;
using StackExchange.Redis;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>The TLS endpoint of a daemon, as clients of others use it.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Real_clients_speak_TLS_across_a_switchover()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("endpoint");
        await using var serve = new ServeProcess();
        var port = FreePorts.One();
        serve.Write(string.Create(CultureInfo.InvariantCulture, $"tls: {{ certificate: \"{certificate}\", key: \"{key}\" }}\n")
            + serve.Text().Replace("endpoints: {", string.Create(CultureInfo.InvariantCulture, $"endpoints: {{ primary_tls: \"127.0.0.1:{port}\","), StringComparison.Ordinal));
        await serve.StartAsync();
        Assert.Equal("OK", await RedisCliAsync(authority, port, "SET", "k", "1"));

        // A client that stays connected sees no error at all.
        await using var client = await ConnectionMultiplexer.ConnectAsync(Options(authority, port));
        Assert.Equal(2, await client.GetDatabase().StringIncrementAsync("k"));
        var value = new string('v', 300_000);
        Assert.True(await client.GetDatabase().StringSetAsync("large", value));
        var before = (await serve.StatusAsync()).Groups[0].Primary;
        var moved = await MainstayProgram.RunAsync("switchover", "--api", serve.Api);
        Assert.Equal(0, moved.Status);
        Assert.NotEqual(before, (await serve.StatusAsync()).Groups[0].Primary);
        Assert.Equal(3, await client.GetDatabase().StringIncrementAsync("k"));
        Assert.Equal(value, await client.GetDatabase().StringGetAsync("large"));
        Assert.Equal("3", await RedisCliAsync(authority, port, "GET", "k"));
        Assert.DoesNotContain("PRIVATE", serve.Daemon.Output + serve.Daemon.Errors, StringComparison.Ordinal);
    }

    private static ConfigurationOptions Options(TestAuthority authority, int port)
    {
        var options = new ConfigurationOptions { Ssl = true, SslHost = "localhost", Password = ServeProcess.Password, EndPoints = { { "127.0.0.1", port } } };
        options.TrustIssuer(X509Certificate2.CreateFromPem(File.ReadAllText(authority.Ca)));
        return options;
    }

    private static async Task<string> RedisCliAsync(TestAuthority authority, int port, params string[] command)
    {
        var told = await OwnedProcess.RunAsync(
            "redis-cli", ["--tls", "--cacert", authority.Ca, "-h", "localhost", "-p", port.ToString(CultureInfo.InvariantCulture), "-a", ServeProcess.Password, "--no-auth-warning", .. command], Deadline.InSeconds(20));
        return told.Status == 0 ? told.Output.Trim() : told.Output + told.Errors;
    }
}
