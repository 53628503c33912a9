using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>One session's part of a shared connection. Given up, its replies that are still due are swallowed.</summary>
internal sealed class SharedLane(SharedLink link, ILaneOwner owner) : Lane(owner)
{
    /// <inheritdoc/>
    public override RouteTarget Target
    {
        get => link.Target;
        set => link.Target = value;
    }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool IsVerified => link.IsVerified;

    /// <inheritdoc/>
    public override bool HasUnsent => link.HasUnsent;

    /// <inheritdoc/>
    public override bool IsFull => link.IsFullFor(this);

    /// <inheritdoc/>
    public override long Appended => link.Appended;

    /// <inheritdoc/>
    public override long Sent => link.Sent;

    /// <inheritdoc/>
    public override bool IsMidway => link.IsMidwayFor(this);

    /// <summary>Whether it is among those to be told of a batch of replies; the link's own.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether it waits for its turn to send more; the link's own.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Nobody joins this connection any more: what it leads to is not what it should be.</summary>
    public void Retire() => link.Retire();

    /// <summary>Ends the connection for all who share it, so that nothing of what the system has not taken is ever sent.</summary>
    public void Abandon() => link.End("fenced off");

    /// <inheritdoc/>
    public override void Start() => link.Join(this);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => link.Append(bytes);

    /// <inheritdoc/>
    public override void EndCommand() => link.Expect(this);

    /// <inheritdoc/>
    public override void SetReading(bool reading)
    {
        // One that does not read must not keep the others from their replies.
    }

    /// <inheritdoc/>
    protected override void Release() => link.Leave(this);
}
