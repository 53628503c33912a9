namespace Mainstay.Simulation.Endpoints;

/// <summary>What endpoints tell the checkers beside them.</summary>
public interface IEndpointNotes
{
    /// <summary>Something was sent under a term.</summary>
    void Sent(string endpoint, ulong term, ulong seenTerm);

    /// <summary>A client was told that its write is done.</summary>
    void Acknowledged(ClientWrite write);
}
