using Mainstay.Core.Configuration;
using Mainstay.Endpoints;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Server.Hosting;

/// <summary>
/// The endpoints of all groups and the loops that they run on: what goes on serving by the last topology while nobody decides, as between two daemons.
/// </summary>
/// <param name="loops">How many loops.</param>
/// <param name="time">Whose clock.</param>
/// <param name="loggers">Makes the loggers.</param>
internal sealed class DataPlane(int loops, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly EventLoops _loops = new(loops, EventLoops.DefaultKind, time, loggers);
    private readonly Dictionary<string, GroupEndpoints> _groups = [];

    /// <summary>Whether its endpoints listen.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Whether its clients can be given to another process.</summary>
    public bool CanLeave => _loops.Kind == TransportKind.Epoll;

    /// <summary>How many clients are connected.</summary>
    public int Clients => _groups.Values.Sum(group => group.Clients);

    /// <summary>Its groups' endpoints, by the groups' names.</summary>
    public IReadOnlyDictionary<string, GroupEndpoints> Groups => _groups;

    /// <summary>A group's endpoints: those that are there, or new ones.</summary>
    public GroupEndpoints Group(GroupSpec spec, NodeIdentity? identity)
    {
        if (_groups.TryGetValue(spec.Name, out var endpoints)) return endpoints;
        return _groups[spec.Name] = new GroupEndpoints(spec, identity, _loops, time, loggers);
    }

    /// <summary>All begin to listen, unless they do. Throws <see cref="EndpointBindException"/>.</summary>
    public async Task StartAsync(Func<EndpointSpec, SafeFileHandle?> inherited, CancellationToken cancellationToken)
    {
        if (IsListening) return;
        foreach (var group in _groups.Values) await group.StartAsync(inherited, cancellationToken);
        IsListening = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups.Values) await group.DisposeAsync();
        _loops.Dispose();
    }
}
