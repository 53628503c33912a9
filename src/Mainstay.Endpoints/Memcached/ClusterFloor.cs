using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Memcached.Routing;
using Mainstay.Endpoints.Memcached.Sessions;
using Mainstay.Endpoints.Memcached.Upstreams;
using Mainstay.Endpoints.Memcached.Warming;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Endpoints.Memcached;

/// <summary>What all clients of one memcached cluster on one loop stand on. Used on that loop only.</summary>
internal sealed class ClusterFloor : ClientFloor
{
    /// <param name="setting">How nodes are reached.</param>
    /// <param name="budget">What requests may take, on all loops.</param>
    /// <param name="table">Who changes what while keys are carried over, on all loops.</param>
    /// <param name="suspects">Told of a node whose connection ended or could not be made.</param>
    public ClusterFloor(UpstreamSetting setting, MemoryBudget budget, WarmTable table, Action<string> suspects)
        : base(setting.Loop, budget)
    {
        Links = new NodeLinks(setting, suspects);
        Fills = new WarmFills(Links, table);
        Requests = new RequestPool(Budget);
    }

    /// <summary>
    /// The cluster as this loop goes by it; null before anything was published. It changes between events only, together with the connections:
    /// whoever sends goes by one and the same from the beginning to the end.
    /// </summary>
    public ClusterView? View { get; private set; }

    /// <summary>The connections to nodes: one each, which all clients share.</summary>
    public NodeLinks Links { get; }

    /// <summary>The keys that are being carried over to nodes that began to serve.</summary>
    public WarmFills Fills { get; }

    /// <summary>Requests to be used again.</summary>
    public RequestPool Requests { get; }

    /// <summary>Where a request's line is looked at that lies in two blocks.</summary>
    public byte[] Line { get; } = Scratch();

    /// <summary>The same, while its answer is looked at.</summary>
    public byte[] ReplyLine { get; } = Scratch();

    /// <summary>Where a line is written that asks for an answer in place of one that does not.</summary>
    public byte[] PlainLine { get; } = Scratch();

    /// <summary>Where a line is written with another key.</summary>
    public byte[] RenamedLine { get; } = Scratch();

    /// <summary>Where a key is decoded.</summary>
    public byte[] Key { get; } = new byte[2 * MemcachedKeys.Longest];

    /// <summary>Goes by another view from now on: connections to what does not serve by it end.</summary>
    public void Apply(ClusterView view)
    {
        View = view;
        Links.Apply(view);
    }

    private static byte[] Scratch() => GC.AllocateUninitializedArray<byte>(RequestIntake.LongestLine + 1024);
}
