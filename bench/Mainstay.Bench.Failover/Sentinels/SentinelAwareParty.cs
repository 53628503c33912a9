using System.Collections.Concurrent;
using Mainstay.Bench.Failover.Clients;
using Mainstay.TestKit.Writing;

namespace Mainstay.Bench.Failover.Sentinels;

/// <summary>
/// Plain clients that ask a sentinel at every connecting, look again after <c>READONLY</c>, and leave their connections when a sentinel tells
/// of another primary.
/// </summary>
internal sealed class SentinelAwareParty : IClientParty
{
    // What StackExchange.Redis waits unless told otherwise.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentBag<PlainWriteClient> _clients = [];
    private readonly PrimaryLocator _locator;
    private SwitchWatch? _watch;

    private SentinelAwareParty(PrimaryLocator locator) => _locator = locator;

    public static async Task<SentinelAwareParty> StartAsync(IReadOnlyList<int> sentinels)
    {
        var party = new SentinelAwareParty(new PrimaryLocator(sentinels));
        party._watch = await SwitchWatch.StartAsync(sentinels, party.SeverAll);
        return party;
    }

    public IWriteClient ClientOf(int writer)
    {
        var client = new PlainWriteClient(_locator.LocateAsync, Patience);
        _clients.Add(client);
        return client;
    }

    public ValueTask DisposeAsync() => _watch!.DisposeAsync();

    private void SeverAll()
    {
        foreach (var client in _clients) client.Sever();
    }
}
