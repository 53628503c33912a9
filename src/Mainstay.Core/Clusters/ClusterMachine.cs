using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Clusters;

/// <summary>
/// Decides for one memcached cluster who serves and what is told of it: inputs in, actions out. Pure: no IO, clock or randomness. After each
/// input it looks at what is known of each node, rather than at what just came. Not safe for use by several threads at once.
/// </summary>
public sealed class ClusterMachine
{
    /// <summary>How often <see cref="ClusterInput.Tick"/> is to come, at least.</summary>
    public static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>Who hears nothing for longer has stood still itself: what was silent meanwhile may have spoken.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMilliseconds(250);

    /// <summary>A node that served that long and ends is started again at once.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly bool _firstStart;
    private readonly List<ClusterMember> _members = [];
    private readonly List<string> _leavers = [];
    private readonly List<ClusterAction> _orders = [];
    private readonly ClusterPublication _publication;

    private ClusterSpec _spec;
    private List<ClusterAction> _output = [];
    private Instant _now;
    private long _wall;
    private Instant? _lastStep;
    private Instant _began;
    private Instant _awakeSince;
    private long _lastOutage;
    private long _lastLife;
    private bool _published;

    /// <param name="spec">The cluster.</param>
    /// <param name="restored">What a former daemon wrote down; null at the cluster's very first start, when nodes that run are taken as they are.</param>
    public ClusterMachine(ClusterSpec spec, ClusterState? restored)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _spec = spec;
        _firstStart = restored is null;
        _publication = new(restored);
        _lastOutage = restored?.LastOutage ?? 0;
        foreach (var node in spec.Nodes)
        {
            var member = new ClusterMember(node) { IsOriginal = _firstStart };
            if (restored?.Nodes.FirstOrDefault(one => one.Name == node.Name) is { } known) member.Restore(known);
            else if (!_firstStart) member.Standing = MemberStanding.Joining;
            _lastLife = Math.Max(_lastLife, member.Life);
            _lastOutage = Math.Max(_lastOutage, member.Outage);
            _members.Add(member);
        }
    }

    /// <summary>How each node of the configuration does, those included that have not joined yet; in its order.</summary>
    public ImmutableArray<ClusterNode> Nodes => [.. _members.Select(member => member.Node)];

    /// <summary>Takes one input and appends what is to be done to <paramref name="output"/>, in the order in which it is to be begun.</summary>
    /// <param name="input">What is learnt.</param>
    /// <param name="now">When.</param>
    /// <param name="unixMilliseconds">The same by the machine's clock: outages and versions are numbered by it, and grow also where it goes back.</param>
    /// <param name="output">Takes the actions.</param>
    /// <exception cref="InvalidOperationException">An invariant of the machine is broken: a defect.</exception>
    public void Step(ClusterInput input, Instant now, long unixMilliseconds, List<ClusterAction> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        (_now, _wall, _output) = (now, unixMilliseconds, output);
        WakeUp();
        Absorb(input);
        foreach (var member in _members) Advance(member);
        Publish();
        Order();
        _lastStep = now;
    }

    // Silence is what was not said to somebody who listened.
    private void WakeUp()
    {
        if (_lastStep is not { } last)
        {
            _began = _now;
            _awakeSince = _now;
            return;
        }

        if (_now - last <= Standstill) return;
        var missed = _now - last - TickPeriod;
        _began += missed;
        _awakeSince = _now - TickPeriod;
        foreach (var member in _members) member.WasNotHeard(missed);
    }

    private void Absorb(ClusterInput input)
    {
        switch (input)
        {
            case ClusterInput.NodeAnswered answered when Find(answered.Node) is { } member:
                Answered(member, answered);
                break;
            case ClusterInput.NodeSilent silent when Find(silent.Node) is { Process.IsUnderWay: false, DownSince: null } member:
                member.SilentSince ??= silent.Since > _awakeSince ? silent.Since : _awakeSince;
                break;
            case ClusterInput.NodeRefused refused when Find(refused.Node) is { Process.IsUnderWay: false } member:
                member.StoppedAnswering(_now, !refused.ProcessExists);
                End(member, "nobody listens at its address");
                break;
            case ClusterInput.NodeExited exited when Find(exited.Node) is { Process.IsStarting: false } member:
                member.ProcessEnded(_now);
                End(member, "its process ended");
                break;
            case ClusterInput.AddressResolved resolved when Find(resolved.Node) is { } member:
                member.Ip = resolved.Ip;
                break;
            case ClusterInput.StartCompleted started when Find(started.Node) is { } member:
                Started(member, started);
                break;
            case ClusterInput.KillCompleted killed when Find(killed.Node) is { } member:
                Killed(member, killed);
                break;
            case ClusterInput.FlushCompleted flushed when Find(flushed.Node) is { } member:
                Flushed(member, flushed);
                break;
            case ClusterInput.SpecChanged changed:
                Adopt(changed.Spec);
                break;
        }
    }

    private void Answered(ClusterMember member, ClusterInput.NodeAnswered answered)
    {
        var another = member.Serves && !answered.Identity.IsSame(member.Identity);
        if (!member.Answered(answered.Identity, answered.Version)) return;
        if (another) End(member, "another process answers in its place");
    }

    private void Started(ClusterMember member, ClusterInput.StartCompleted started)
    {
        var told = member.Process.Failure;
        if (!member.Process.Started(started.Ok, started.Why)) return;
        if (started.Ok || started.ProcessId is not null) member.ProcessStarted(_now, started.ProcessId);
        if (!started.Ok && started.Why != told) Explain($"{member.Name} was not started: {started.Why}");
    }

    private void Killed(ClusterMember member, ClusterInput.KillCompleted killed)
    {
        var told = member.Process.Failure;
        if (!member.Process.Killed(killed.Ok, killed.Why)) return;
        if (killed.Ok) member.ProcessEnded(_now);
        else if (killed.Why != told) Explain($"{member.Name} was not ended: {killed.Why}");
    }

    private void Flushed(ClusterMember member, ClusterInput.FlushCompleted flushed)
    {
        var told = member.Flushes.Failure;
        if (member.Flushes.Ended(flushed.Ok, flushed.Why, _now) && !flushed.Ok && flushed.Why != told)
            Explain($"{member.Name} does not serve yet, for it was not emptied: {flushed.Why}");
    }

    private void Adopt(ClusterSpec next)
    {
        foreach (var member in _members.ToList())
        {
            var spec = next.Nodes.FirstOrDefault(node => node.Name == member.Name);
            if (spec is not null && spec.Address == member.Spec.Address && spec.Managed == member.Spec.Managed)
            {
                member.Spec = spec;
                continue;
            }

            _members.Remove(member);
            if (member.Spec.Managed) _leavers.Add(member.Name);
            Explain($"{member.Name} at {member.Spec.Address} leaves the cluster");
        }

        _members.AddRange(next.Nodes.Where(node => Find(node.Name) is null).Select(node => new ClusterMember(node) { Standing = MemberStanding.Joining }));
        var order = next.Nodes.Select(node => node.Name).ToList();
        _members.Sort((left, right) => order.IndexOf(left.Name).CompareTo(order.IndexOf(right.Name)));
        _spec = next;
    }

    private void Advance(ClusterMember member)
    {
        // 1. Is it silent for too long?
        if (member.SilentSince is { } since && _now - since >= _spec.Detect)
        {
            member.StoppedAnswering(_now, processGone: false);
            End(member, $"it has not answered for {_spec.Detect.TotalSeconds:0.###} s");
        }

        // 2. What is it, at the start of a daemon?
        if (member.Standing == MemberStanding.Unknown) Recognise(member);

        // 3. May it serve?
        if (member.Standing is MemberStanding.Out or MemberStanding.Joining && member.Answers && !member.Process.IsUnderWay) Return(member);

        // 4. Does its process need a hand?
        if (member.Spec.Managed && !member.Answers) Revive(member);
        if (member.Serves && _now - member.ServingSince >= Stable) member.Process.ProvedStable();

        // 5. Is what it misses still taken from elsewhere?
        if (member.WarmFrom is not null && _now >= member.WarmUntil) member.WarmFrom = null;
    }

    /// <summary>A node of which nothing was known since this daemon began: it goes on, or it is out until it came back.</summary>
    private void Recognise(ClusterMember member)
    {
        if (member.Answers)
        {
            var goesOn = member.Identity!.IsSame(member.ServedBefore);
            if (goesOn || _firstStart) Serve(member, goesOn ? member.Life : ++_lastLife);
            else GoOut(member);
            return;
        }

        var hopeless = member.Gone && (!member.Spec.Managed || member.Process.Failure is not null);
        if (!hopeless && _now - _began < _spec.Detect) return;
        if (!member.Gone) member.StoppedAnswering(_now, processGone: false);
        GoOut(member);
        Explain($"{member.Name} does not serve: {(member.Gone ? "its process does not run" : "it does not answer")}");
    }

    private void Return(ClusterMember member)
    {
        // By the snapshot of a former daemon it still serves: first that has to be taken back.
        if (member.MayBeUsed && !_published) return;

        var fresh = member.FreshProcess == member.Identity!.ProcessId;
        if (!fresh && _spec.FlushesRejoining)
        {
            // What was sent to a process may be obeyed after the first flush.
            member.Flushes.Left ??= member.MayHaveRequests ? 2 : 1;
            if (member.Flushes.Left > 0)
            {
                if (member.Flushes.TryBegin(_now)) _orders.Add(new ClusterAction.FlushNode(member.Name));
                return;
            }
        }

        var emptied = fresh || _spec.FlushesRejoining;
        if (_spec.WarmTime > TimeSpan.Zero && emptied && !member.IsOriginal)
        {
            member.WarmFrom = member.Outage;
            member.WarmUntil = _now + _spec.WarmTime;
        }

        Explain($"{member.Name} serves: {(fresh ? "a fresh process" : emptied ? "it was emptied" : "with what it has")}");
        Serve(member, ++_lastLife);
        _publication.GrowVersion();
    }

    private void Revive(ClusterMember member)
    {
        if (member.Gone)
        {
            if (member.Process.TryStart(_now)) _orders.Add(new ClusterAction.StartNode(member.Name));
        }
        else if (member.DownSince is { } down && _now - down >= _spec.ReplaceAfter && member.Process.TryKill(_now))
        {
            Explain($"{member.Name} does not answer for {_spec.ReplaceAfter.TotalSeconds:0.###} s more: a fresh process takes its place");
            _orders.Add(new ClusterAction.KillNode(member.Name));
        }
    }

    private void Serve(ClusterMember member, long life)
    {
        member.Standing = MemberStanding.Serving;
        member.ServingSince = _now;
        member.Life = life;
        member.Outage = 0;
        member.FreshProcess = null;
        member.IsOriginal = false;
        member.Flushes.BeginAnew();
    }

    /// <summary>It counts as gone; where it served, others serve its keys from now on.</summary>
    private void End(ClusterMember member, string why)
    {
        if (!member.Serves) return;
        Explain($"{member.Name} does not serve: {why}");
        GoOut(member);
    }

    private void GoOut(ClusterMember member)
    {
        member.Standing = MemberStanding.Out;
        member.WarmFrom = null;
        if (member.Outage == 0) member.Outage = _lastOutage = Math.Max(_lastOutage + 1, _wall);
    }

    private void Publish()
    {
        _published |= _members.All(member => member.Standing != MemberStanding.Unknown);
        if (!_published) return;
        var nodes = _members.Where(member => member.Standing != MemberStanding.Joining).ToList();
        var topology = _publication.Next(_spec, [.. nodes.Select(member => member.Node)], _wall);
        if (_publication.State(_lastOutage, [.. nodes.Select(member => member.State)]) is { } state) _output.Add(new ClusterAction.Persist(state));
        if (topology is not null) _output.Add(new ClusterAction.Publish(topology));
        foreach (var member in _members) member.MayBeUsed = member.Serves;
    }

    /// <summary>Orders on nodes come after what was told of them.</summary>
    private void Order()
    {
        foreach (var order in _orders)
        {
            // What is started while endpoints may still take the node for serving is not known to be empty when it answers.
            if (order is ClusterAction.StartNode start && Find(start.Node) is { } member) member.StartsUnused = !member.MayBeUsed;
        }

        _output.AddRange(_orders);
        _orders.Clear();
        foreach (var leaver in _leavers) _output.Add(new ClusterAction.KillNode(leaver, ForGood: true));
        _leavers.Clear();
    }

    private void Explain(string text) => _output.Add(new ClusterAction.Explain(text));

    private ClusterMember? Find(string name)
    {
        foreach (var member in _members)
            if (member.Name == name) return member;
        return null;
    }
}
