using System.Globalization;
using System.Net;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Tls;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Serving;

/// <summary>A real proxy in front of the endpoints, which says whom it speaks for.</summary>
public sealed class HAProxyTests
{
    [Fact]
    public async Task Clients_behind_it_are_known_by_their_own_address()
    {
        using var authority = new TestAuthority();
        using var folder = TempFolder.Create();
        var (certificate, key) = authority.Issue("endpoint");
        await using var serve = new ServeProcess();
        var (encrypted, front, frontTls) = (FreePorts.One(), FreePorts.One(), FreePorts.One());
        serve.Write(string.Create(CultureInfo.InvariantCulture, $"tls: {{ certificate: \"{certificate}\", key: \"{key}\" }}\nlimits: {{ connections_per_address: 1 }}\n")
            + serve.Text().Replace("endpoints: {", string.Create(CultureInfo.InvariantCulture, $"proxy_protocol: 127.0.0.1\n    endpoints: {{ primary_tls: \"127.0.0.1:{encrypted}\","), StringComparison.Ordinal));
        await serve.StartAsync();
        await File.WriteAllTextAsync(folder.Combine("haproxy.cfg"), Configuration(front, serve.Primary, frontTls, encrypted), TestContext.Current.CancellationToken);
        await using var haproxy = OwnedProcess.Start("haproxy", ["-db", "-f", folder.Combine("haproxy.cfg")], folder.Path);

        // One client an address: HAProxy's own would be one for all.
        using var first = await Eventually.GetAsync(() => LoggedInAsync(front, "127.0.0.2"), _ => true, Deadline.InSeconds(15), "haproxy serves");
        using var second = await LoggedInAsync(front, "127.0.0.3");
        Assert.Equal("OK", (await first.CallAsync("SET", "k", "1")).Text);
        Assert.Equal("1", (await second.CallAsync("GET", "k")).Text);
        using var refused = await ConnectAsync(front, "127.0.0.2");
        Assert.Contains("from this address", (await refused.ReadAsync(TimeSpan.FromSeconds(10))).Text, StringComparison.Ordinal);

        // Behind the header comes TLS where the endpoint speaks it.
        using var third = await RespClient.ConnectAsync(frontTls, plain => authority.EncryptAsync(plain), IPAddress.Parse("127.0.0.4"));
        await third.CallAsync("AUTH", ServeProcess.Password);
        Assert.Equal("1", (await third.CallAsync("GET", "k")).Text);

        // Without the header nobody who comes from there is served.
        using var bare = await RespClient.ConnectAsync(serve.Primary);
        await bare.SendAsync("PING");
        await bare.EndedAsync(TimeSpan.FromSeconds(10));
    }

    private static Task<RespClient> ConnectAsync(int port, string from) => RespClient.ConnectAsync(port, Task.FromResult, IPAddress.Parse(from));

    private static async Task<RespClient> LoggedInAsync(int port, string from)
    {
        var client = await ConnectAsync(port, from);
        Assert.Equal("OK", (await client.CallAsync("AUTH", ServeProcess.Password)).Text);
        return client;
    }

    private static string Configuration(int front, int primary, int frontTls, int encrypted) => string.Create(CultureInfo.InvariantCulture, $"""
        defaults
          mode tcp
          timeout connect 5s
          timeout client 60s
          timeout server 60s
        listen plain
          bind 127.0.0.1:{front}
          server endpoint 127.0.0.1:{primary} send-proxy-v2
        listen encrypted
          bind 127.0.0.1:{frontTls}
          server endpoint 127.0.0.1:{encrypted} send-proxy-v2

        """);
}
