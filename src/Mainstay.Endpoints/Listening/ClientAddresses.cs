using System.Collections.Concurrent;
using System.Net;

namespace Mainstay.Endpoints.Listening;

/// <summary>How many clients of one endpoint come from each address. Safe from any thread.</summary>
internal sealed class ClientAddresses
{
    private readonly ConcurrentDictionary<IPAddress, int> _counts = new();

    /// <summary>Enters a client unless its address has <paramref name="most"/> (0: no bound) already. One without an address always gets in.</summary>
    public bool TryEnter(IPEndPoint? client, int most)
    {
        if (client is null) return true;
        var count = _counts.AddOrUpdate(client.Address, 1, static (_, present) => present + 1);
        if (most == 0 || count <= most) return true;
        Leave(client);
        return false;
    }

    /// <summary>A client that got in is gone.</summary>
    public void Leave(IPEndPoint? client)
    {
        if (client is null) return;
        var left = _counts.AddOrUpdate(client.Address, 0, static (_, present) => present - 1);
        if (left == 0) _counts.TryRemove(new KeyValuePair<IPAddress, int>(client.Address, 0));
    }
}
