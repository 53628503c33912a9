using System.Collections.Immutable;
using System.Net;
using System.Text;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints;
using Mainstay.Server.Backups;
using Mainstay.Server.Control;
using Mainstay.Server.Nodes;
using Mainstay.Server.Web;
using Mainstay.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Web;

/// <summary>The real web server on a port the system chose, over fake controllers, with a client that adds nothing by itself.</summary>
internal sealed class ApiUnderTest : IAsyncDisposable
{
    private readonly TempFolder _folder = TempFolder.Create();
    private readonly WebServer _server;

    private ApiUnderTest(ImmutableArray<EndpointSpec> endpoints)
    {
        var spec = new GroupSpec
        {
            Name = "main",
            Endpoints = endpoints,
            Nodes = [.. Enumerable.Range(1, 3).Select(n => new NodeSpec { Name = $"main-00{n}", Address = new NodeAddress("127.0.0.1", 6410 + n) })],
        };
        var group = new WebGroup(spec, Controller, new Newcomers(spec, node => node, TimeProvider.System), new GroupBackups(spec, Controller, new NodeCredentials("control", "replication"), Path.Combine(_folder.Path, "backups"), 7, TimeProvider.System), () =>
            [
                new EndpointStatus(EndpointKind.Primary, new NodeAddress("127.0.0.1", 6400), ["main-001"], EndpointState.Serving, Figures) { Latency = new LatencyBuckets([0, 40, .. Enumerable.Repeat(81200L, 14)], 81200, TimeSpan.FromSeconds(20.5)) },
                new EndpointStatus(EndpointKind.Reader, new NodeAddress("127.0.0.1", 6401), ["main-002", "main-003"], EndpointState.Serving, new EndpointFigures()),
            ]);
        var pages = new ClusterSpec
        {
            Name = "pages",
            Nodes = [.. Enumerable.Range(1, 2).Select(n => new NodeSpec { Name = $"pages-00{n}", Address = new NodeAddress("127.0.0.1", 11210 + n) })],
        };
        var cluster = new WebCluster(pages, Cluster, () =>
            [
                new EndpointStatus(EndpointKind.Configuration, new NodeAddress("127.0.0.1", 11200), ["pages-001", "pages-002"], EndpointState.Serving, new EndpointFigures { Sessions = 4 }),
            ]);
        _server = new WebServer("local", new NodeAddress("127.0.0.1", 0), [group], [cluster], TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <summary>What the primary endpoint counted; each figure another, so that none can be taken for its neighbour.</summary>
    public static EndpointFigures Figures { get; } = new()
    {
        Sessions = 12,
        SessionsAccepted = 340,
        SessionsRefused = 1,
        Commands = 81234,
        CommandsHeld = 56,
        RefusedHoldTime = 7,
        RefusedHoldCommands = 8,
        RefusedHoldBytes = 9,
        Repeated = 10,
        Indeterminate = 11,
        Denied = 13,
        ReaderWrites = 14,
        ProtocolErrors = 15,
        RefusedMemory = 16,
        UpstreamConnects = 17,
        UpstreamFailures = 18,
        IdentityMismatches = 19,
        SubscriptionsRestored = 20,
        WatchesBroken = 21,
        DroppedWithClient = 22,
        ScriptsLoaded = 23,
        MovedForSize = 24,
        BytesIn = 2_500_000,
        BytesOut = 90_000_000_000,
        RefusedOutput = 25,
        RefusedAddress = 26,
        IdleClosed = 27,
        Held = 3,
        UpstreamsShared = 2,
        UpstreamsOwn = 5,
        Errors = ImmutableSortedDictionary<string, long>.Empty.Add("DENIED", 13).Add("ERR", 4),
        CommandsPerSecond = 135.4,
        Latency = new LatencyFigures { Commands = 8124, P50Ms = 0.21, P99Ms = 0.843, P999Ms = 2.5, MaxMs = 12.7 },
        LatencyEver = new LatencyFigures { Commands = 81200, P50Ms = 0.2, P99Ms = 0.9, P999Ms = 3.1, MaxMs = 1004 },
    };

    public FakeController Controller { get; } = new();

    public FakeClusterController Cluster { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public Uri At(string path) => new($"http://127.0.0.1:{_server.Port}{path}");

    public int Port => _server.Port;

    public static async Task<ApiUnderTest> StartAsync(params ImmutableArray<EndpointSpec> endpoints)
    {
        var api = new ApiUnderTest(endpoints);
        await api._server.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public async Task<(HttpStatusCode Status, string Type, string Body)> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(At(path), TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    public async Task<(HttpStatusCode Status, string Type, string Body)> PostAsync(string path, string body, string? type = "application/json", Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, At(path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        change?.Invoke(request);
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    public Task StopAsync() => _server.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<(HttpStatusCode, string, string)> ReadAsync(HttpResponseMessage answer) =>
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
