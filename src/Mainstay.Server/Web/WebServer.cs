using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Topology;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Web;

/// <summary>The HTTP API. Reads neither files nor the environment: what it needs is passed in.</summary>
/// <param name="name">The installation's name.</param>
/// <param name="address">Where it listens: an IP address; port 0 lets the system choose (see <see cref="Port"/>).</param>
/// <param name="groups">What it shows and asks.</param>
/// <param name="clusters">What it shows besides.</param>
/// <param name="time">Clock of heartbeats and waits.</param>
/// <param name="logging">Where faults of its own go; requests are not logged.</param>
public sealed class WebServer(string name, NodeAddress address, ImmutableArray<WebGroup> groups, ImmutableArray<WebCluster> clusters, TimeProvider time, ILoggerFactory logging) : IAsyncDisposable
{
    /// <summary>Largest body of a request, in bytes.</summary>
    public const int LargestBody = 16 * 1024;

    /// <summary>How long a request to an operator's verb may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;

    /// <summary>The port it listens on, once started.</summary>
    public int Port { get; private set; }

    /// <summary>Opens the port and answers from then on.</summary>
    /// <exception cref="WebBindException">The port cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "mainstay" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        // The framework speaks of every request and connection; only its errors are ours to show.
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(logging));

        _app = builder.Build();
        _app.UseMiddleware<ProblemBarrier>();
        _app.UseRouting();
        new StatusRoutes(name, groups, clusters).Map(_app);
        new MetricRoutes(groups, clusters).Map(_app);
        var question = new OperatorQuestion(time, Patience);
        new OperatorRoutes(groups, question).Map(_app);
        new NodeRoutes(groups, question).Map(_app);
        new BackupRoutes(groups).Map(_app);
        new EventRoutes(groups, clusters, new EventFeed(groups, clusters), time, _stopping.Token).Map(_app);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new WebBindException(address, fault is { InnerException: AddressInUseException } or AddressInUseException, fault);
        }

        var bound = _app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Port = new Uri(bound).Port;
    }

    /// <summary>Ends event streams, lets requests end for a moment, and closes the port.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_app is not null) await _app.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_app is not null) await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxConcurrentConnections = 256;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(IPAddress.Parse(address.Host), address.Port);
    }
}
