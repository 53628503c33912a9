using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Control;

/// <summary>One group's control loop, as the rest of the daemon sees it.</summary>
public interface IGroupController
{
    /// <summary>What is known of the group just now.</summary>
    GroupStatus Status { get; }

    /// <summary>Who belongs to the group just now, and how each is reached.</summary>
    ImmutableArray<NodeSpec> Members { get; }

    /// <summary>Whether its loop turned a moment ago.</summary>
    bool IsTurning { get; }

    /// <summary>Raised after <see cref="Status"/> changed in more than offsets; on a thread of the controller's: be quick.</summary>
    event Action<GroupStatus>? Changed;

    /// <summary>Asks for something and waits for its end (a switchover's publication, say).</summary>
    Task<OperatorReply> AskAsync(OperatorRequest request, CancellationToken cancellationToken);
}
