namespace Mainstay.Endpoints.Transport.Epoll;

/// <summary>Something that a loop's epoll watches.</summary>
internal interface IEpollHandle
{
    /// <summary>Its place in the loop's table, or -1; the loop's own.</summary>
    int Slot { get; set; }

    /// <summary>The system told of it.</summary>
    void OnEvents(uint events);

    /// <summary>A fault of ours in that.</summary>
    void OnFault(Exception fault);
}
