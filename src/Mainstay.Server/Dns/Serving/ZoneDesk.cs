using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Serving;

/// <summary>Holds the present zone and answers out of it, whatever the message came by. Safe from any thread.</summary>
internal sealed class ZoneDesk(Zone zone)
{
    private uint _turn;

    /// <summary>What is answered from now on.</summary>
    public Zone Zone { get; set => Volatile.Write(ref field, value); } = zone;

    /// <summary>What was answered so far.</summary>
    public ServingFigures Figures { get; } = new();

    /// <summary>Writes the answer to <paramref name="message"/> into <paramref name="output"/>; returns its length, 0 for none.</summary>
    public int Answer(ReadOnlySpan<byte> message, Span<byte> output, bool datagram)
    {
        var code = ResponseCode.Done;
        var length = Responder.Answer(Zone, message, output, datagram, Interlocked.Increment(ref _turn), ref code);
        if (length == 0) Figures.KeptSilent();
        else Figures.Answered(code);
        return length;
    }
}
