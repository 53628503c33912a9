using System.Net;
using System.Net.Sockets;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;

namespace Mainstay.Core.Clusters;

/// <summary>One node as a <see cref="ClusterMachine"/> sees it.</summary>
internal sealed class ClusterMember(NodeSpec spec)
{
    public NodeSpec Spec { get; set; } = spec;

    public string Name => Spec.Name;

    public MemberStanding Standing { get; set; }

    public bool Serves => Standing == MemberStanding.Serving;

    /// <summary>Whether the last that is known is an answer.</summary>
    public bool Answers { get; private set; }

    /// <summary>Whether its process is known to be gone.</summary>
    public bool Gone { get; private set; }

    /// <summary>The process that answered last.</summary>
    public ServerIdentity? Identity { get; private set; }

    /// <summary>Whether it is a process to which something was sent that it may not have obeyed yet: it hung, or came before it was told that nobody serves there.</summary>
    public bool MayHaveRequests { get; private set; }

    /// <summary>The process of this id was started by us and has not served yet: it is empty.</summary>
    public int? FreshProcess { get; set; }

    /// <summary>Since when no question was answered; null while all are.</summary>
    public Instant? SilentSince { get; set; }

    /// <summary>Since when it counts as gone; null while it answers.</summary>
    public Instant? DownSince { get; private set; }

    public Instant ServingSince { get; set; }

    public string? Ip { get; set; } = IPAddress.TryParse(spec.Address.Host, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork ? ip.ToString() : null;

    public string? Version { get; set; }

    public long Life { get; set; }

    public long Outage { get; set; }

    public long? WarmFrom { get; set; }

    public Instant WarmUntil { get; set; }

    /// <summary>Whether it is there since the cluster's very first start and has not served yet.</summary>
    public bool IsOriginal { get; set; }

    /// <summary>The process that served when a former daemon ended; null when none did.</summary>
    public ServerIdentity? ServedBefore { get; private set; }

    /// <summary>Whether it serves by the last snapshot, also by one of a former daemon.</summary>
    public bool MayBeUsed { get; set; }

    /// <summary>Whether the start that is under way began when it was not used.</summary>
    public bool StartsUnused { get; set; }

    /// <summary>Its flushes, from its return until it serves.</summary>
    public FlushCourse Flushes { get; } = new();

    /// <summary>The orders on its process.</summary>
    public ProcessCourse Process { get; } = new();

    private bool StartedInUse { get; set; }

    private ServerIdentity? Ended { get; set; }

    /// <summary>Health as others see it.</summary>
    public NodeHealth Health => Serves ? NodeHealth.Online : Answers ? NodeHealth.Syncing : Gone ? NodeHealth.Down : NodeHealth.Silent;

    /// <summary>Nobody listened for <paramref name="missed"/>: that time does not count against it.</summary>
    public void WasNotHeard(TimeSpan missed)
    {
        SilentSince += missed;
        DownSince += missed;
    }

    /// <summary>It answered. False when that is no news of a process that counts: one that ended, or is about to.</summary>
    public bool Answered(ServerIdentity identity, string? version)
    {
        if (Process.IsUnderWay || identity.IsSame(Ended)) return false;
        if (!Answers || !identity.IsSame(Identity)) Flushes.BeginAnew();
        if (!identity.IsSame(Identity)) MayHaveRequests = MayBeUsed || StartedInUse;
        Identity = identity;
        Version = version ?? Version;
        Answers = true;
        Gone = false;
        SilentSince = null;
        DownSince = null;
        return true;
    }

    /// <summary>It counts as gone; <paramref name="processGone"/>: its process is known not to be there.</summary>
    public void StoppedAnswering(Instant now, bool processGone)
    {
        if (Answers) MayHaveRequests = true;
        Answers = false;
        Gone = processGone;
        SilentSince = null;
        DownSince ??= now;
        Flushes.BeginAnew();
    }

    /// <summary>Its process ended, proved by the kernel: answers of it that are still under way don't count.</summary>
    public void ProcessEnded(Instant now)
    {
        StoppedAnswering(now, processGone: true);
        Ended = Identity;
        FreshProcess = null;
    }

    /// <summary>A process runs, which has not answered yet.</summary>
    public void ProcessStarted(Instant now, int? fresh)
    {
        FreshProcess = StartsUnused ? fresh : null;
        StartedInUse = !StartsUnused;
        Gone = false;
        SilentSince = null;
        DownSince = now;
        Ended = null;
    }

    /// <summary>As a former daemon left it.</summary>
    public void Restore(ClusterNodeState known)
    {
        ServedBefore = known.Serves ? known.Identity : null;
        MayBeUsed = known.Serves;
        Life = known.Life;
        Outage = known.Outage;
        Identity = known.Identity;
        MayHaveRequests = known.Identity is not null;
        Ip ??= known.Ip;
    }

    public ClusterNodeState State => new(Name, Serves, Life, Outage, Identity, Ip);

    public ClusterNode Node => new(Name, Spec.Address, Health) { Ip = Ip, Life = Life, Outage = Outage, WarmFrom = WarmFrom, Version = Version };
}
