using System.Net.Http.Json;
using System.Text.Json;

namespace Mainstay.TestKit.Running;

/// <summary><c>status -o json</c> as scripts read it.</summary>
public sealed record StatusView(string Name, IReadOnlyList<GroupView> Groups)
{
    /// <summary>The memcached clusters.</summary>
    public IReadOnlyList<ClusterView> Clusters { get; init; } = [];

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <exception cref="JsonException">It is not of that shape.</exception>
    public static StatusView Parse(string json) => JsonSerializer.Deserialize<StatusView>(json, JsonSerializerOptions.Web) ?? throw new JsonException("null");

    /// <summary>The same document from the API, without starting a program: for looking often.</summary>
    public static async Task<StatusView> GetAsync(int webPort) =>
        await Http.GetFromJsonAsync<StatusView>(new Uri($"http://127.0.0.1:{webPort}/v1/status"), JsonSerializerOptions.Web) ?? throw new JsonException("null");

    public override string ToString() => string.Join("; ", Groups.Select(group => group.ToString()).Concat(Clusters.Select(cluster => cluster.ToString())));
}
