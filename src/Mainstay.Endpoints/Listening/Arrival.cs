using System.Net;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Clients;
using Mainstay.Endpoints.Transport;
using Mainstay.Endpoints.Transport.Tls;

namespace Mainstay.Endpoints.Listening;

/// <summary>A connection between its acceptance and its session: what a proxy says before the client, and the handshake. Used on its loop only.</summary>
/// <param name="doors">Where it came in.</param>
/// <param name="entrance">What its session will share.</param>
/// <param name="channel">The connection; owned from here on, until it is handed on.</param>
internal sealed class Arrival(Doors doors, Entrance entrance, Channel channel)
{
    private ProxyGreeting? _greeting;
    private TlsChannel? _encrypted;
    private IPEndPoint? _entered;
    private bool _hasEntered;

    /// <summary>Begins.</summary>
    public void Begin()
    {
        if (doors.IsProxy(channel.Remote)) _greeting = new ProxyGreeting(entrance.Loop, channel, OnGreeted);
        else Enter();
    }

    /// <summary>The endpoint closes.</summary>
    public void GiveUp()
    {
        _greeting?.GiveUp();
        Leave();
        (_encrypted ?? channel).Close();
        doors.Remove(entrance, this);
    }

    private void OnGreeted(bool found)
    {
        if (found) Enter();
        else Refuse(EndpointCounter.ProxyFailures, error: null);
    }

    private void Enter()
    {
        if (!doors.Addresses.TryEnter(channel.Remote, entrance.Limits.ConnectionsPerAddress))
        {
            Refuse(EndpointCounter.RefusedAddress, entrance.TooManyFromAddress);
            return;
        }

        (_entered, _hasEntered) = (channel.Remote, true);
        if (doors.Tls is not { } tls)
        {
            HandOn(channel);
            return;
        }

        var encrypted = new TlsChannel(entrance.Loop, channel, lingers: true);
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
        doors.Remove(entrance, this);
        entrance.Serve(client);
    }

    private void Refuse(EndpointCounter reason, byte[]? error)
    {
        entrance.Counters.Add(reason);
        if (error is not null && doors.Tls is null) channel.Send(error);
        GiveUp();
    }

    private void Leave()
    {
        if (_hasEntered) doors.Addresses.Leave(_entered);
        _hasEntered = false;
    }
}
