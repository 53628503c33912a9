using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Protocol.Resp;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>
/// One connection to a node, for one process and term. It connects, says who the client is, checks who answers, and only then lets
/// commands through. Used on its loop only.
/// </summary>
internal sealed class UpstreamLink : IChannelOwner, IDeferred
{
    /// <summary>Bytes that the system has not taken above which no more commands are put on them.</summary>
    private const long HighWater = 256 << 10;

    private const int MostAnswerBytes = 1 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly UpstreamSetting _setting;
    private readonly Greeting _greeting;
    private readonly IUpstreamOwner _owner;
    private readonly UpstreamGauge? _gauge;
    private readonly SendBuffer _output;
    private readonly LoopTimer _timer;
    private RespReplyReader? _answers;
    private IDisposable? _attempt;
    private Channel? _channel;
    private UpstreamStage _stage = UpstreamStage.Connecting;
    private long _sentAtEnd;
    private bool _isBlocked;
    private bool _over;

    /// <summary>Prepares it; <see cref="Start"/> begins to connect.</summary>
    /// <param name="setting">How nodes are reached.</param>
    /// <param name="target">Whom it must reach.</param>
    /// <param name="greeting">HELLO or AUTH, and what else must be said before any command.</param>
    /// <param name="owner">Whom it works for.</param>
    /// <param name="gauge">Where it is counted while it is open; null where it is no client's.</param>
    public UpstreamLink(UpstreamSetting setting, RouteTarget target, IReadOnlyList<byte[]> greeting, IUpstreamOwner owner, UpstreamGauge? gauge = null)
    {
        (_setting, _owner, _gauge, Target) = (setting, owner, gauge, target);
        _greeting = new Greeting(setting.Identity, greeting, () => Target);
        _output = new SendBuffer(setting.Loop.Blocks);
        _timer = new LoopTimer(() => Fail(_stage, "no answer within 2 s"));
    }

    /// <summary>Whom it reaches. The owner puts the same process in a newer term here.</summary>
    public RouteTarget Target { get; set; }

    /// <summary>Whether the process there was checked.</summary>
    public bool IsVerified => _stage == UpstreamStage.Open;

    /// <summary>Whether bytes are here that the system has not taken.</summary>
    public bool HasUnsent => _output.Unsent > 0 || _channel is { HasUnsent: true };

    /// <summary>Whether so many are that no more should come.</summary>
    public bool IsFull => _output.Unsent >= HighWater;

    /// <summary>Bytes taken ever since it is in use.</summary>
    public long Appended { get; private set; }

    /// <summary>Of those, the bytes that the system took.</summary>
    public long Sent => _over ? _sentAtEnd : Appended - _output.Unsent;

    /// <summary>Whether replies are read; a reader that can't take more puts it off.</summary>
    public bool IsReading
    {
        get => _channel?.IsReading ?? true;
        set
        {
            if (_channel is { IsClosed: false } channel && channel.IsReading != value) channel.IsReading = value;
        }
    }

    /// <inheritdoc/>
    public bool IsDeferred { get; set; }

    /// <summary>Begins to connect.</summary>
    public void Start()
    {
        _setting.Loop.Schedule(_timer, _patience);
        _attempt = _setting.Connect(Target.Address, Target.UnixSocket, OnConnected);
    }

    /// <summary>Takes bytes, which are sent at the end of the loop's turn.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Appended += bytes.Length;
        _output.Append(bytes);
        if (!_isBlocked) _setting.Loop.Defer(this);
    }

    /// <inheritdoc/>
    public void OnTurnEnd()
    {
        if (_over || _channel is not { } channel) return;
        var wasFull = IsFull;
        _isBlocked = !_output.SendTo(channel);
        if (wasFull && !IsFull && IsVerified) _owner.OnSent(this);
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        if (_over) return;
        var scratch = _setting.Loop.Scratch;
        var count = _channel!.Receive(scratch);
        if (count == Channel.Nothing) return;
        if (count == Channel.Ended) Fail(_stage, "closed by the node");
        else if (_stage == UpstreamStage.Open) _owner.OnBytes(this, scratch.AsSpan(0, count));
        else TakeAnswers(scratch.AsSpan(0, count));
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        if (_over) return;
        _isBlocked = !_output.SendTo(_channel!);
        if (_isBlocked) return;
        if (IsVerified) _owner.OnSent(this);
    }

    /// <inheritdoc/>
    public void OnBroken() => Fail(_stage, "closed by the node");

    /// <inheritdoc/>
    public void OnFault(Exception fault)
    {
        _setting.Report(fault);
        Fail(_stage, "a fault of ours");
    }

    /// <summary>Ends the connection; what is under way is lost, and the owner hears nothing more. Safe to call twice.</summary>
    public void Close()
    {
        if (_over) return;
        _sentAtEnd = Sent;
        _over = true;
        _timer.At = null;
        _attempt?.Dispose();
        if (_channel is not null) _gauge?.Closed();
        _channel?.Close();
        _output.Clear();
    }

    private void OnConnected(Channel? channel, string? reason)
    {
        _attempt = null;
        if (_over)
        {
            channel?.Close();
            return;
        }

        if (channel is null)
        {
            Fail(UpstreamStage.Connecting, reason!);
            return;
        }

        _channel = channel;
        _gauge?.Opened();
        channel.Owner = this;
        _stage = UpstreamStage.Verifying;
        _answers = new RespReplyReader(maxFrameBytes: MostAnswerBytes);
        _output.Append(_greeting.Request);
        _setting.Loop.Defer(this);
    }

    private void TakeAnswers(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _answers!.Append(bytes);
            while (_answers.TryRead(out var answer))
            {
                if (_greeting.Take(answer) is { } failure)
                {
                    Fail(failure.Stage, failure.Reason);
                    return;
                }

                if (!_greeting.IsOver) continue;
                _stage = UpstreamStage.Open;
                _answers = null;
                _timer.At = null;
                _owner.OnVerified(this);
                return;
            }
        }
        catch (RespProtocolException e)
        {
            Fail(_stage, e.Message);
        }
    }

    private void Fail(UpstreamStage stage, string reason)
    {
        if (_over) return;
        Close();
        _owner.OnClosed(this, new UpstreamFailure(stage, reason));
    }
}
