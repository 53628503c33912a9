using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Commands;

/// <summary>What the commands of one group are, from its configuration and from what its primary told. Safe from any thread.</summary>
internal sealed class KnownCommands
{
    private readonly Lock _gate = new();
    private GroupSpec _spec;
    private ImmutableArray<ServerCommand> _told = [];
    private string? _asked;

    /// <summary>Of a group whose servers were not asked yet.</summary>
    public KnownCommands(GroupSpec spec)
    {
        _spec = spec;
        Catalog = Make();
    }

    /// <summary>The present catalog; replaced whole.</summary>
    public CommandCatalog Catalog { get; private set; }

    /// <summary>The group is configured otherwise.</summary>
    public void Configure(GroupSpec spec)
    {
        lock (_gate)
        {
            _spec = spec;
            Catalog = Make();
        }
    }

    /// <summary>Whether this process has not been asked; it is from now on.</summary>
    public bool WantsToAsk(RouteTarget primary)
    {
        lock (_gate)
        {
            if (_asked == primary.RunId) return false;
            _asked = primary.RunId;
            return true;
        }
    }

    /// <summary>What a server told.</summary>
    public void Learn(ImmutableArray<ServerCommand> told)
    {
        lock (_gate)
        {
            _told = told;
            Catalog = Make();
        }
    }

    private CommandCatalog Make() => _spec.Deny.IsEmpty && _spec.Allow.IsEmpty && _told.IsEmpty ? CommandCatalog.Default : CommandCatalog.Of(_spec.Deny, _spec.Allow, _told);
}
