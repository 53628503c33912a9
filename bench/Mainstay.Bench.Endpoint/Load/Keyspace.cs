using System.Globalization;
using Mainstay.Bench.Endpoint.Systems;
using Mainstay.TestKit.Resp;

namespace Mainstay.Bench.Endpoint.Load;

/// <summary>The keys that redis-benchmark asks for: all of them are there, with values of the cell's size.</summary>
internal sealed class Keyspace
{
    public const int Keys = 10_000;
    private const int Batch = 250;
    private readonly Dictionary<DataServer, int> _sizes = [];

    /// <summary>Writes them, where values of another size are there.</summary>
    public async Task LoadAsync(DataServer server, int size)
    {
        if (_sizes.GetValueOrDefault(server) == size) return;
        using var client = await RespClient.ConnectAsync(server.Port);
        var value = new string('v', size);
        foreach (var keys in Enumerable.Range(0, Keys).Chunk(Batch))
        {
            var replies = await client.CallAllAsync([.. keys.Select(key => new[] { "SET", string.Create(CultureInfo.InvariantCulture, $"key:{key:000000000000}"), value })]);
            if (replies.FirstOrDefault(reply => reply.IsError) is { } refusal) throw new LoadFailedException($"the data could not be written: {refusal}");
        }

        _sizes[server] = size;
    }
}
