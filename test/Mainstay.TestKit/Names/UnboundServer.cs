using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Names;

/// <summary>An unbound of a test's own, with an empty folder and a port of loopback, that asks our server for the names of one zone.</summary>
public sealed class UnboundServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly OwnedProcess _process;

    private UnboundServer(TempFolder folder, OwnedProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    /// <param name="zone">The zone.</param>
    /// <param name="to">Our server's port.</param>
    /// <param name="kind"><c>forward</c>, as to a resolver, or <c>stub</c>, as to who has the zone.</param>
    public static async Task<UnboundServer> StartAsync(string zone, int to, string kind)
    {
        var (folder, port) = (TempFolder.Create(), FreePorts.One());
        await File.WriteAllTextAsync(folder.Combine("unbound.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            server:
                interface: 127.0.0.1
                port: {port}
                directory: "{folder.Path}"
                chroot: ""
                username: ""
                pidfile: ""
                use-syslog: no
                logfile: ""
                num-threads: 1
                do-not-query-localhost: no
                module-config: "iterator"
            remote-control:
                control-enable: no
            {kind}-zone:
                name: "{zone}"
                {kind}-addr: 127.0.0.1@{to}

            """));
        var server = new UnboundServer(folder, OwnedProcess.Start("unbound", ["-d", "-c", folder.Combine("unbound.conf")], folder.Path), port);
        try
        {
            await Eventually.FineAsync(async () => (await Dig.AskAsync(port, zone, "SOA")) is { Status: "NOERROR" } ? null : server._process.Describe(), Deadline.InSeconds(20), "unbound answers");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
