using System.Net;
using Mainstay.Core;
using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Clients;

/// <summary>One endpoint on one loop: what its clients share, whatever they speak. What is set here is set on that loop.</summary>
internal abstract class Entrance
{
    /// <summary>What the endpoint leads to.</summary>
    public required EndpointKind Kind { get; init; }

    /// <summary>Where it listens; the port is the real one.</summary>
    public required NodeAddress Address { get; set; }

    /// <summary>What is counted.</summary>
    public required EndpointCounters Counters { get; init; }

    /// <summary>Where it is told what happens.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>What clients may take.</summary>
    public LimitsSpec Limits { get; set; } = new();

    /// <summary>Whether the endpoint is being closed.</summary>
    public bool IsClosing { get; set; }

    /// <summary>Gets every client that can be given to another process as soon as it can; null while clients stay.</summary>
    public Action<MovedClient>? Successor { get; set; }

    /// <summary>Told where a client was, once it is gone.</summary>
    public Action<IPEndPoint?> OnClientEnded { get; set; } = static _ => { };

    /// <summary>Those connected now.</summary>
    public HashSet<ClientConnection> Clients { get; } = [];

    /// <summary>What they stand on.</summary>
    public abstract ClientFloor ClientFloor { get; }

    /// <summary>The loop.</summary>
    public EventLoop Loop => ClientFloor.Loop;

    /// <summary>The time of this turn, on the loop's own scale.</summary>
    public Instant Now => ClientFloor.Now;

    /// <summary>How those are told, who are not let in because there are too many.</summary>
    public abstract byte[] TooManyClients { get; }

    /// <summary>How those are told, of whose address there are too many.</summary>
    public abstract byte[] TooManyFromAddress { get; }

    /// <summary>Serves an accepted connection.</summary>
    public void Serve(Channel channel)
    {
        Counters.Add(EndpointCounter.SessionsAccepted);
        Counters.AddSession(1);
        Clients.Add(Connect(channel, null));
    }

    /// <summary>Serves a connection that another process had; the client is resumed once its channel has begun.</summary>
    public ClientConnection Serve(Channel channel, MovedClient moved)
    {
        Counters.AddSession(1);
        var client = Connect(channel, moved);
        Clients.Add(client);
        return client;
    }

    /// <summary>Does something with each client that is connected now. A fault of ours costs that one its connection and keeps it from no other.</summary>
    public void Each(Action<ClientConnection> what)
    {
        foreach (var client in Clients.ToArray())
        {
            try
            {
                what(client);
            }
            catch (Exception e)
            {
                client.OnFault(e);
            }
        }
    }

    /// <summary>Counts a refusal by its reason.</summary>
    public void CountRefusal(HoldRefusal refusal) => Counters.Add(refusal switch
    {
        HoldRefusal.Time => EndpointCounter.RefusedHoldTime,
        HoldRefusal.Bytes => EndpointCounter.RefusedHoldBytes,
        _ => EndpointCounter.RefusedHoldCommands,
    });

    /// <summary>A client at <paramref name="channel"/>, new or as it was.</summary>
    protected abstract ClientConnection Connect(Channel channel, MovedClient? moved);
}
