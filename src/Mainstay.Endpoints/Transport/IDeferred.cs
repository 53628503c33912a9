namespace Mainstay.Endpoints.Transport;

/// <summary>Something to be done once at the end of the loop's turn, however often it was asked for: sending what gathered.</summary>
internal interface IDeferred
{
    /// <summary>Whether it is among those of this turn; the loop's own.</summary>
    bool IsDeferred { get; set; }

    /// <summary>The turn ends.</summary>
    void OnTurnEnd();

    /// <summary>A fault of ours in that.</summary>
    void OnFault(Exception fault);
}
