using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints;

/// <summary>The stable addresses of one memcached cluster. Safe from any thread.</summary>
public sealed class ClusterEndpoints : IAsyncDisposable
{
    /// <summary>Prepares the endpoints that <paramref name="spec"/> names; nothing listens yet.</summary>
    public ClusterEndpoints(ClusterSpec spec, EventLoops loops, TimeProvider time, ILoggerFactory loggers)
    {
    }

    /// <summary>How each endpoint does.</summary>
    public ImmutableArray<EndpointStatus> Status => [];

    /// <summary>Its listening sockets, for another process; empty before they listen.</summary>
    public ImmutableArray<SharedListener> Listeners => [];

    /// <summary>How many clients are connected.</summary>
    public int Clients => 0;

    /// <summary>Told, on a loop, of a node whose connection ended or could not be made; it may be called often, and must return at once.</summary>
    public Action<string> Suspects { get; set; } = static _ => { };

    /// <summary>
    /// Binds all endpoints and begins to accept. Throws <see cref="EndpointBindException"/> when one can't be bound; then none listens.
    /// </summary>
    /// <param name="inherited">The listening socket that another process had for an endpoint, or null where it is to be bound.</param>
    /// <param name="ct">Gives up.</param>
    public Task StartAsync(Func<EndpointSpec, SafeFileHandle?> inherited, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Takes a snapshot; one of an older revision is ignored. Completes once every loop goes by it: nothing is sent any more to a node that does
    /// not serve by it, and connections to one whose life is another are closed.
    /// </summary>
    public Task PublishAsync(ClusterTopology topology) => Task.CompletedTask;

    /// <summary>For an orderly end: no further clients are taken, and what was sent to nodes is answered, at most for <paramref name="patience"/>. Whether all of it was.</summary>
    public Task<bool> DrainAsync(TimeSpan patience, CancellationToken ct) => Task.FromResult(true);

    /// <summary>Another process accepts from the same sockets: each client is given to <paramref name="successor"/> once nothing of it is unanswered.</summary>
    public Task LeaveToAsync(Action<EndpointSpec, MovedClient> successor) => Task.CompletedTask;

    /// <summary>Takes over a client that another process had at <paramref name="endpoint"/>.</summary>
    public Task TakeAsync(EndpointSpec endpoint, MovedClient moved) => Task.CompletedTask;

    /// <summary>Takes over what of <paramref name="next"/> needs no new start: bounds of what is held and of clients, rules for dead nodes and discovery.</summary>
    public void Configure(ClusterSpec next)
    {
    }

    /// <summary>Closes all endpoints and ends their clients.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
