using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>The shared connections of one group on one loop: one for each process, user, database and protocol.</summary>
internal sealed class SharedLinks(UpstreamSetting setting)
{
    private readonly Dictionary<LinkKey, SharedLink> _links = [];

    /// <summary>How many there are.</summary>
    public int Count => _links.Count;

    /// <summary>A session's part of the connection that suits it; a new connection is made where there is none.</summary>
    /// <param name="target">Whom it must reach.</param>
    /// <param name="profile">Stands for <paramref name="greeting"/>.</param>
    /// <param name="greeting">What makes a new connection what the session's is.</param>
    /// <param name="owner">The session.</param>
    /// <param name="failed">Told once should a connection that is made here end by itself.</param>
    /// <param name="gauge">Where a connection that is made here is counted while it is open.</param>
    /// <param name="isNew">Whether one is made.</param>
    public SharedLane Join(
        RouteTarget target, string profile, Func<IReadOnlyList<byte[]>> greeting, ILaneOwner owner, Action<UpstreamFailure> failed, UpstreamGauge gauge, out bool isNew)
    {
        var key = LinkKey.Of(target, profile);
        isNew = !_links.TryGetValue(key, out var link);
        if (isNew) _links[key] = link = new SharedLink(setting, target, greeting(), gone => Forget(key, gone), failed, gauge);
        else link!.Target = target;
        return new SharedLane(link!, owner);
    }

    /// <summary>Ends those that lead where nothing more may be sent and have bytes that the system has not taken, whoever's they were.</summary>
    public void EndUnsent(Func<RouteTarget, bool> maySend)
    {
        foreach (var link in _links.Values.Where(link => link.HasUnsent && !maySend(link.Target)).ToArray()) link.End("fenced off");
    }

    /// <summary>Ends all.</summary>
    public void EndAll()
    {
        foreach (var link in _links.Values.ToArray()) link.End("the endpoints close");
    }

    private void Forget(LinkKey key, SharedLink link)
    {
        if (_links.TryGetValue(key, out var present) && present == link) _links.Remove(key);
    }
}
