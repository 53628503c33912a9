using System.Runtime.InteropServices;

namespace Mainstay.Endpoints.Memcached.Warming;

/// <summary>
/// Keeps what is carried over from a key's former node from undoing what clients do to the key meanwhile, on whatever loop. Keys are told apart by
/// a few thousand places; two that share one are only carried over less often. Safe from any thread.
/// </summary>
internal sealed class WarmTable
{
    private const int Places = 4096;

    private readonly Place[] _places = new Place[Places];
    private int _flushes;
    private int _flushing;

    /// <summary>Where a key stands.</summary>
    public static int PlaceOf(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return hash.ToHashCode() & (Places - 1);
    }

    /// <summary>
    /// A key is to be looked up where it was; false while it is being changed, for what is found then may be gone in a moment without anybody counting
    /// another change.
    /// </summary>
    /// <param name="place">Of the key.</param>
    /// <param name="changes">How many changes were begun before; to be given to <see cref="TryBeginCarry"/>.</param>
    public bool TryLook(int place, out int changes)
    {
        changes = Changes(place);
        return IsQuiet(place);
    }

    /// <summary>All keys are flushed: nothing that was looked up before is carried over any more.</summary>
    /// <param name="parts">How many answers end it.</param>
    public void BeginFlush(int parts)
    {
        Interlocked.Add(ref _flushing, parts);
        Interlocked.Increment(ref _flushes);
    }

    /// <summary>One answer to it came. One that never comes leaves all as it is.</summary>
    public void EndFlush() => Interlocked.Decrement(ref _flushing);

    /// <summary>A client's change begins: nothing that was looked up before is carried over any more. False when something is being carried over just now: it must be awaited.</summary>
    /// <param name="place">Of the key.</param>
    /// <param name="parts">How many answers end it.</param>
    public bool TryBeginChange(int place, int parts)
    {
        ref var at = ref _places[place];
        Interlocked.Add(ref at.Changing, parts);
        Interlocked.Increment(ref at.Changes);
        if (Volatile.Read(ref at.Carrying) == 0) return true;
        Interlocked.Add(ref at.Changing, -parts);
        return false;
    }

    /// <summary>One answer to a change came. One that never comes leaves the place as it is: it may still run.</summary>
    public void EndChange(int place) => Interlocked.Decrement(ref _places[place].Changing);

    /// <summary>Something that was looked up is to be carried over; false when the key may have changed since <paramref name="changes"/> were counted.</summary>
    public bool TryBeginCarry(int place, int changes)
    {
        ref var at = ref _places[place];
        Interlocked.Increment(ref at.Carrying);
        if (IsQuiet(place) && Changes(place) == changes) return true;
        Interlocked.Decrement(ref at.Carrying);
        return false;
    }

    /// <summary>It is there, or never will be.</summary>
    public void EndCarry(int place) => Interlocked.Decrement(ref _places[place].Carrying);

    private int Changes(int place) => Volatile.Read(ref _places[place].Changes) + Volatile.Read(ref _flushes);

    private bool IsQuiet(int place) => Volatile.Read(ref _places[place].Changing) == 0 && Volatile.Read(ref _flushing) == 0;

    [StructLayout(LayoutKind.Sequential)]
    private struct Place
    {
        public int Changes;
        public int Changing;
        public int Carrying;
    }
}
