using Mainstay.Endpoints.Routing;

namespace Mainstay.Endpoints.Upstreams;

/// <summary>A session's way to a node: a connection of its own, or its part of a shared one. Used on its loop only.</summary>
/// <param name="owner">The session.</param>
internal abstract class Lane(ILaneOwner owner)
{
    /// <summary>Whom it reaches.</summary>
    public abstract RouteTarget Target { get; set; }

    /// <summary>Whether other sessions' commands travel beside.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Whether commands may be sent.</summary>
    public abstract bool IsVerified { get; }

    /// <summary>Whether bytes of commands are here that the system has not taken.</summary>
    public abstract bool HasUnsent { get; }

    /// <summary>Whether it takes no more just now; the owner is told when it does.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Bytes given to it.</summary>
    public abstract long Appended { get; }

    /// <summary>Of those, the bytes that the system took: a command that ends behind them was never sent whole.</summary>
    public abstract long Sent { get; }

    /// <summary>Whether part of a reply went on to the client whose rest is due.</summary>
    public abstract bool IsMidway { get; }

    /// <summary>Whose it is; null once it was given up.</summary>
    public ILaneOwner? Owner { get; private set; } = owner;

    /// <summary>Begins to connect, or joins what is there. The owner is told once commands may be sent, not before this returns.</summary>
    public abstract void Start();

    /// <summary>Takes bytes of a command.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The bytes of one command are complete, and its reply is due.</summary>
    public abstract void EndCommand();

    /// <summary>The owner has room for replies again, or has none: then none are read where that harms nobody else.</summary>
    public abstract void SetReading(bool reading);

    /// <summary>Gives it up: nothing more comes of it.</summary>
    public void GiveUp()
    {
        if (Owner is null) return;
        Owner = null;
        Release();
    }

    /// <summary>Nothing of it is needed any more.</summary>
    protected abstract void Release();
}
