using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Mainstay.Endpoints.Transport;

/// <summary>One connection, used on one loop only. It says when something can be done; doing it never waits.</summary>
internal abstract class Channel
{
    /// <summary>What <see cref="Receive"/> gives when there is nothing just now.</summary>
    public const int Nothing = -1;

    /// <summary>What <see cref="Receive"/> gives when the other side has ended.</summary>
    public const int Ended = 0;

    /// <summary>Whom it works for; set before anything can happen.</summary>
    public IChannelOwner Owner { get; set; } = null!;

    /// <summary>The other side, or who it speaks for as a proxy; null when it has no address.</summary>
    public IPEndPoint? Remote { get; set; }

    /// <summary>Whether bytes that it took are here which the system has not taken.</summary>
    public virtual bool HasUnsent => false;

    /// <summary>Whether it was closed here.</summary>
    public bool IsClosed { get; protected set; }

    /// <summary>Whether the owner is told what there is to receive. On at the beginning.</summary>
    public abstract bool IsReading { get; set; }

    /// <summary>
    /// Receives what there is, at most one system call's worth; <see cref="Nothing"/> or <see cref="Ended"/> when that is none. The owner
    /// is told again while something is left.
    /// </summary>
    public abstract int Receive(Memory<byte> target);

    /// <summary>
    /// Sends as much as the system takes; how much that was. When it was not all, the owner is told when it can go on. A broken
    /// connection takes nothing: the owner learns of it as of any end.
    /// </summary>
    public abstract int Send(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends the connection and gives everything back. The owner hears nothing more.</summary>
    public abstract void Close();

    /// <summary>Whether <see cref="Release"/> can be asked for.</summary>
    public virtual bool CanRelease => false;

    /// <summary>Lets go of the connection without ending it, for another process; null where that cannot be. The owner hears nothing more.</summary>
    public virtual SafeFileHandle? Release() => null;
}
