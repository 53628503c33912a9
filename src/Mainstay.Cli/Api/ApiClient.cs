using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Api;

/// <summary>Talks to a daemon's HTTP API.</summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>Where <c>mainstay up</c> listens unless told otherwise.</summary>
    public const string LocalDaemon = "http://127.0.0.1:8400";

    // Longer than the daemon itself waits for the end of an operator's request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private readonly Uri _daemon;

    // A proxy that the environment names for the wide world does not lead to this machine's loopback.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    public ApiClient(Uri daemon) => _daemon = daemon;

    public Task<StatusView> StatusAsync(CancellationToken cancellationToken) => GetAsync("/v1/status", WebJson.Default.StatusView, cancellationToken);

    public async Task<StatusDetails> DetailsAsync(StatusView status, CancellationToken cancellationToken)
    {
        var (groups, clusters) = (ImmutableArray.CreateBuilder<GroupDetailView>(), ImmutableArray.CreateBuilder<ClusterDetailView>());
        foreach (var group in status.Groups) groups.Add(await GetAsync($"/v1/groups/{Uri.EscapeDataString(group.Name)}", WebJson.Default.GroupDetailView, cancellationToken));
        foreach (var cluster in status.Clusters) clusters.Add(await GetAsync($"/v1/clusters/{Uri.EscapeDataString(cluster.Name)}", WebJson.Default.ClusterDetailView, cancellationToken));
        return new StatusDetails(groups.ToImmutable(), clusters.ToImmutable());
    }

    /// <summary>Asks a group for something.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public Task<ReplyView> AskAsync<T>(string group, string verb, T body, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        PostAsync(group, verb, body, shape, WebJson.Default.ReplyView, Patience, cancellationToken);

    private async Task<TAnswer> PostAsync<T, TAnswer>(
        string group, string verb, T body, JsonTypeInfo<T> shape, JsonTypeInfo<TAnswer> answer, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, At($"/v1/groups/{Uri.EscapeDataString(group)}/{verb}"))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, shape)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        return await SendAsync(request, answer, patience, cancellationToken);
    }

    /// <summary>Takes a backup of a group, however long that takes.</summary>
    /// <exception cref="RefusedException">It could not be taken.</exception>
    public Task<BackupView> BackupAsync(string group, CancellationToken cancellationToken) =>
        PostAsync(group, "backup", new EmptyBody(), WebJson.Default.EmptyBody, WebJson.Default.BackupView, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>The backups of a group.</summary>
    public Task<BackupsView> BackupsAsync(string group, CancellationToken cancellationToken) =>
        GetAsync($"/v1/groups/{Uri.EscapeDataString(group)}/backups", WebJson.Default.BackupsView, cancellationToken);

    /// <summary>Restores a backup, or tells how; however long that takes.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public Task<ReplyView> RestoreAsync(string group, RestoreBody body, CancellationToken cancellationToken) =>
        PostAsync(group, "restore", body, WebJson.Default.RestoreBody, WebJson.Default.ReplyView, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Takes a node out of a group, or tells how.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public async Task<ReplyView> RemoveNodeAsync(string group, string node, bool dryRun, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, At($"/v1/groups/{Uri.EscapeDataString(group)}/nodes/{Uri.EscapeDataString(node)}{(dryRun ? "?dryRun=true" : "")}"))
        {
            Content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        return await SendAsync(request, WebJson.Default.ReplyView, cancellationToken);
    }

    /// <summary>Yields at once and then whenever a topology changed or <paramref name="atLeast"/> passed. Ends when the daemon ends the stream.</summary>
    public async IAsyncEnumerable<bool> ChangesAsync(TimeSpan atLeast, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await HeadersAsync(new HttpRequestMessage(HttpMethod.Get, At("/v1/events")), cancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        yield return true;
        var line = ReadLineAsync(reader, cancellationToken);
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(line, Task.Delay(atLeast, pause.Token)) != line)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return true;
                continue;
            }

            await pause.CancelAsync();
            if (await line is not { } text) yield break;
            line = ReadLineAsync(reader, cancellationToken);
            if (text.StartsWith("data: ", StringComparison.Ordinal)) yield return true;
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, At(path)), shape, cancellationToken);

    private Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> shape, CancellationToken cancellationToken) => SendAsync(request, shape, Patience, cancellationToken);

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> shape, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var answer = await HeadersAsync(request, limit.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            if (!answer.IsSuccessStatusCode) throw new RefusedException(Read(body, WebJson.Default.ProblemView));
            return Read(body, shape);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException($"{_daemon} did not answer within {patience.TotalSeconds:0} s");
        }
    }

    private async Task<HttpResponseMessage> HeadersAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ApiException($"no daemon answers at {_daemon.ToString().TrimEnd('/')} ({unreachable.InnerException?.Message ?? unreachable.Message})", unreachable);
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private T Read<T>(byte[] body, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(body, shape) ?? throw new JsonException("null");
        }
        catch (JsonException wrong)
        {
            throw new ApiException($"what answers at {_daemon.ToString().TrimEnd('/')} is not mainstay", wrong);
        }
    }

    private Uri At(string path) => new(_daemon.ToString().TrimEnd('/') + path);
}
