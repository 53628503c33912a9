using System.Globalization;
using Mainstay.TestKit.Files;
using Mainstay.TestKit.Ports;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Names;

/// <summary>A bind9 of a test's own, with an empty folder and a port of loopback.</summary>
public sealed class NamedServer : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly List<OwnedProcess> _processes = [];

    private NamedServer(TempFolder folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <summary>What it logs.</summary>
    public string Log => string.Concat(_processes.Select(process => process.Errors));

    /// <summary>One that asks our server for names in <paramref name="zone"/>.</summary>
    public static Task<NamedServer> ForwardAsync(string zone, int to) => StartAsync(string.Create(CultureInfo.InvariantCulture, $$"""
        zone "{{zone}}" { type forward; forward only; forwarders { 127.0.0.1 port {{to}}; }; };
        """), [], "recursion yes; allow-recursion { 127.0.0.1; };", zone);

    /// <summary>The primary server of <paramref name="zone"/>, which takes updates of addresses in it by a key.</summary>
    public static Task<NamedServer> ForUpdatesAsync(string zone, string keyName, string algorithm, string secret) => StartAsync($$"""
        key "{{keyName}}" { algorithm {{algorithm}}; secret "{{secret}}"; };
        zone "{{zone}}" { type primary; file "zone.db"; update-policy { grant {{keyName}} zonesub A AAAA; }; };
        """, [("zone.db", $"$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n")], "recursion no;", zone);

    /// <summary>Starts it (again).</summary>
    public async Task StartAsync(string probe)
    {
        _processes.Add(OwnedProcess.Start("named", ["-g", "-c", _folder.Combine("named.conf"), "-n", "1"], _folder.Path));
        await Eventually.FineAsync(async () => (await Dig.AskAsync(Port, probe, "SOA")) is { Status: "NOERROR" } ? null : Log, Deadline.InSeconds(20), "named answers");
    }

    /// <summary>Ends it.</summary>
    public Task StopAsync() => _processes[^1].DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Where(process => process.Runs)) await process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<NamedServer> StartAsync(string zones, (string Name, string Text)[] files, string options, string probe)
    {
        var server = new NamedServer(TempFolder.Create(), FreePorts.One());
        var folder = server._folder;
        foreach (var (name, text) in files) await File.WriteAllTextAsync(folder.Combine(name), text);
        await File.WriteAllTextAsync(folder.Combine("named.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            options {
                directory "{{folder.Path}}"; pid-file none; session-keyfile "{{folder.Combine("session.key")}}"; lock-file none; managed-keys-directory "{{folder.Path}}";
                listen-on port {{server.Port}} { 127.0.0.1; }; listen-on-v6 { none; }; dnssec-validation no; notify no; {{options}}
            };
            controls { };
            {{zones}}

            """));
        try
        {
            await server.StartAsync(probe);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
