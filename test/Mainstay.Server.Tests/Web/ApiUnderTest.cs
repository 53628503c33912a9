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

/// <summary>The real web server on a port the system chose, over a fake controller, with a client that adds nothing by itself.</summary>
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
                new EndpointStatus(EndpointKind.Primary, new NodeAddress("127.0.0.1", 6400), ["main-001"], EndpointState.Serving, new EndpointFigures { RefusedHoldTime = 7 }),
                new EndpointStatus(EndpointKind.Reader, new NodeAddress("127.0.0.1", 6401), ["main-002", "main-003"], EndpointState.Serving, new EndpointFigures()),
            ]);
        _server = new WebServer("local", new NodeAddress("127.0.0.1", 0), [group], TimeProvider.System, NullLoggerFactory.Instance);
    }

    public FakeController Controller { get; } = new();

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
