using System.Net;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Sessions;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Transport.Tls;

namespace Mainstay.Endpoints.Listening;

/// <summary>A connection between its acceptance and its session: what a proxy says before the client, and the handshake. Used on its loop only.</summary>
/// <param name="doors">Where it came in.</param>
/// <param name="context">What its session will share.</param>
/// <param name="channel">The connection; owned from here on, until it is handed on.</param>
internal sealed class Arrival(Doors doors, EndpointContext context, Channel channel)
{
    private ProxyGreeting? _greeting;
    private TlsChannel? _encrypted;
    private IPEndPoint? _entered;
    private bool _hasEntered;

    /// <summary>Begins.</summary>
    public void Begin()
    {
        if (doors.IsProxy(channel.Remote)) _greeting = new ProxyGreeting(context.Floor.Loop, channel, OnGreeted);
        else Enter();
    }

    /// <summary>The endpoint closes.</summary>
    public void GiveUp()
    {
        _greeting?.GiveUp();
        Leave();
        (_encrypted ?? channel).Close();
        doors.Remove(context, this);
    }

    private void OnGreeted(bool found)
    {
        if (found) Enter();
        else Refuse(EndpointCounter.ProxyFailures, error: null);
    }

    private void Enter()
    {
        if (!doors.Addresses.TryEnter(channel.Remote, context.Limits.ConnectionsPerAddress))
        {
            Refuse(EndpointCounter.RefusedAddress, Core.Serving.Replies.TooManyFromAddress);
            return;
        }

        (_entered, _hasEntered) = (channel.Remote, true);
        if (doors.Tls is not { } tls)
        {
            HandOn(channel);
            return;
        }

        var encrypted = new TlsChannel(context.Floor.Loop, channel, lingers: true);
        _encrypted = encrypted;
        encrypted.Begin(tls.Options, reason =>
        {
            if (reason is null) HandOn(encrypted);
            else
            {
                doors.TellRefused(channel.Remote, reason);
                Refuse(EndpointCounter.TlsFailures, error: null);
            }
        });
    }

    private void HandOn(Channel client)
    {
        doors.Remove(context, this);
        context.Counters.Add(EndpointCounter.SessionsAccepted);
        context.Counters.AddSession(1);
        context.Sessions.Add(new Session(client, context));
    }

    private void Refuse(EndpointCounter reason, string? error)
    {
        context.Counters.Add(reason);
        if (error is not null && doors.Tls is null) channel.Send(SessionContext.ErrorLine(error));
        GiveUp();
    }

    private void Leave()
    {
        if (_hasEntered) doors.Addresses.Leave(_entered);
        _hasEntered = false;
    }
}
