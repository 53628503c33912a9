using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>A connection of one session's own.</summary>
internal sealed class OwnLane : Lane, IUpstreamOwner
{
    private readonly UpstreamLink _link;
    private readonly ReplyFrames _frames;

    /// <summary>Prepares it.</summary>
    /// <param name="setting">How nodes are reached.</param>
    /// <param name="target">Whom it must reach.</param>
    /// <param name="greeting">HELLO or AUTH.</param>
    /// <param name="owner">The session.</param>
    /// <param name="gauge">Where it is counted while it is open.</param>
    public OwnLane(UpstreamSetting setting, RouteTarget target, IReadOnlyList<byte[]> greeting, ILaneOwner owner, UpstreamGauge gauge)
        : base(owner)
    {
        _link = new UpstreamLink(setting, target, greeting, this, gauge);
        _frames = new ReplyFrames(owner.Replies);
    }

    /// <inheritdoc/>
    public override RouteTarget Target
    {
        get => _link.Target;
        set => _link.Target = value;
    }

    /// <inheritdoc/>
    public override bool IsShared => false;

    /// <inheritdoc/>
    public override bool IsVerified => _link.IsVerified;

    /// <inheritdoc/>
    public override bool HasUnsent => _link.HasUnsent;

    /// <inheritdoc/>
    public override bool IsFull => _link.IsFull;

    /// <inheritdoc/>
    public override long Appended => _link.Appended;

    /// <inheritdoc/>
    public override long Sent => _link.Sent;

    /// <inheritdoc/>
    public override bool IsMidway => _frames.IsMidway;

    /// <inheritdoc/>
    public override void Start() => _link.Start();

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => _link.Append(bytes);

    /// <inheritdoc/>
    public override void EndCommand()
    {
        // The session itself knows what is due to it.
    }

    /// <inheritdoc/>
    public override void SetReading(bool reading) => _link.IsReading = reading;

    void IUpstreamOwner.OnVerified(UpstreamLink link) => Owner?.OnVerified(this);

    void IUpstreamOwner.OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes)
    {
        if (Owner is null) return;
        if (!_frames.Take(bytes))
        {
            _link.Close();
            Owner?.OnClosed(this, new UpstreamFailure(UpstreamStage.Open, "a reply made no sense"));
        }
        else Owner?.OnReplies(this);
    }

    void IUpstreamOwner.OnSent(UpstreamLink link) => Owner?.OnRoom(this);

    void IUpstreamOwner.OnClosed(UpstreamLink link, UpstreamFailure failure) => Owner?.OnClosed(this, failure);

    /// <inheritdoc/>
    protected override void Release() => _link.Close();
}
