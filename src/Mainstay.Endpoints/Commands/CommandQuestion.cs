using System.Collections.Immutable;
using Mainstay.Core.Serving;
using Mainstay.Endpoints.Routing;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Upstreams;
using Mainstay.Protocol.Resp;
using Microsoft.Extensions.Logging;

namespace Mainstay.Endpoints.Commands;

/// <summary>Asks a server once which commands it has (<c>COMMAND</c>). One that does not tell is believed to have those that we know.</summary>
internal sealed partial class CommandQuestion : IUpstreamOwner
{
    private const int MostBytes = 16 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly byte[] _question = RespWriter.Command("COMMAND");

    private readonly UpstreamSetting _setting;
    private readonly UpstreamLink _link;
    private readonly Action<ImmutableArray<ServerCommand>> _told;
    private readonly RespReplyReader _reader = new(new RespLimits { MaxDepth = 64 }, MostBytes);
    private readonly LoopTimer _timer;

    /// <summary>Prepares the question to the process that <paramref name="target"/> names.</summary>
    /// <param name="setting">How it is reached.</param>
    /// <param name="target">Whom to ask.</param>
    /// <param name="told">What it has; not called when it does not tell.</param>
    public CommandQuestion(UpstreamSetting setting, RouteTarget target, Action<ImmutableArray<ServerCommand>> told)
    {
        (_setting, _told) = (setting, told);
        IReadOnlyList<byte[]> login = setting.Identity is { } identity ? [RespWriter.Command("AUTH", identity.User, identity.Password)] : [];
        _link = new UpstreamLink(setting, target, login, this);
        _timer = new LoopTimer(() => End("no answer"));
    }

    /// <summary>Asks. On the loop only.</summary>
    public void Start()
    {
        _setting.Loop.Schedule(_timer, _patience);
        _link.Start();
    }

    /// <inheritdoc/>
    public void OnVerified(UpstreamLink link) => link.Append(_question);

    /// <inheritdoc/>
    public void OnBytes(UpstreamLink link, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _reader.Append(bytes);
            if (!_reader.TryRead(out var reply)) return;
            if (!reply.IsError) _told(ServerCommands.Read(reply));
            End(reply.IsError ? reply.Text : null);
        }
        catch (RespProtocolException e)
        {
            End(e.Message);
        }
    }

    /// <inheritdoc/>
    public void OnSent(UpstreamLink link)
    {
    }

    /// <inheritdoc/>
    public void OnClosed(UpstreamLink link, UpstreamFailure failure) => End(failure.Reason);

    private void End(string? reason)
    {
        _timer.At = null;
        _link.Close();
        if (reason is not null) LogUntold(_setting.Logger, _link.Target.Node, reason);
    }

    [LoggerMessage(1022, LogLevel.Debug, "{Node} does not tell its commands: {Reason}", EventName = "CommandsUntold")]
    private static partial void LogUntold(ILogger logger, string node, string reason);
}
