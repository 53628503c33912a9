using Mainstay.Endpoints.Transport;

namespace Mainstay.Endpoints.Clients;

/// <summary>What the parts of one client's connection share, whatever it speaks; all of it is used on its loop only.</summary>
internal abstract class ClientContext(Entrance entrance, Channel channel)
{
    /// <summary>What the client sent and may still be needed.</summary>
    public InputLog Log { get; } = new(entrance.ClientFloor.Budget, entrance.Loop.Blocks);

    /// <summary>Replies on their way.</summary>
    public ClientOutput Output { get; } = new(channel, entrance.ClientFloor, entrance.Counters);

    /// <summary>Where requests end that have been taken from the log.</summary>
    public long Taken { get; set; }

    /// <summary>Nothing more is taken from the client; the connection ends once all is answered.</summary>
    public bool IsEnding { get; set; }

    /// <summary>The connection ends now: the stream can't be continued.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Requests that are unanswered.</summary>
    public abstract int Unanswered { get; }

    /// <summary>Where in the log begins what is still needed.</summary>
    protected abstract long FirstNeeded { get; }

    /// <summary>Gives back what the log keeps of requests that are over.</summary>
    public void Trim() => Log.TrimTo(FirstNeeded);
}
