namespace Mainstay.Endpoints.Transport;

/// <summary>Who a channel works for. Called on the channel's loop only.</summary>
internal interface IChannelOwner
{
    /// <summary>There is something to receive, or the other side has ended.</summary>
    void OnReadable();

    /// <summary>A send that was not taken whole can go on.</summary>
    void OnWritable();

    /// <summary>The connection is gone although nothing was being received.</summary>
    void OnBroken();

    /// <summary>A fault of ours in one of these calls: the channel must be given up.</summary>
    void OnFault(Exception fault);
}
