using System.Net.Http.Json;
using System.Text.Json;

namespace Mainstay.TestKit.Running;

/// <summary>Asks the daemon over HTTP as the verbs do, without starting a program: for measuring.</summary>
public static class OperatorClient
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Posts to <c>/v1/groups/GROUP/VERB</c> and returns the answer.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message has the daemon's words.</exception>
    public static async Task<JsonElement> PostAsync(int webPort, string verb, string group = "main")
    {
        using var response = await Http.PostAsJsonAsync(new Uri($"http://127.0.0.1:{webPort}/v1/groups/{group}/{verb}"), new { });
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{verb}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Takes a node out of <c>main</c>; it is committed when this returns.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message has the daemon's words.</exception>
    public static async Task RemoveNodeAsync(int webPort, string node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"http://127.0.0.1:{webPort}/v1/groups/main/nodes/{node}"));
        request.Content = JsonContent.Create(new { });
        using var response = await Http.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"remove {node}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
