using Mainstay.Core.Topology;
using Mainstay.Simulation.Clock;

namespace Mainstay.Simulation.Nodes;

/// <summary>
/// Role, histories, offset and data of one server process, with the rules of replication.c (redis 7.0) for each change. No connections here.
/// </summary>
public sealed class ReplicationState(SeededRandom random)
{
    /// <summary>Bytes one write takes in the stream.</summary>
    public const int WriteBytes = 40;

    /// <summary>Bytes one PING takes in the stream.</summary>
    public const int PingBytes = 14;

    private long _backlogStart = 1;

    /// <summary>Whom it follows; null for a primary, port 0 for a sealed one.</summary>
    public NodeAddress? Follows { get; private set; }

    /// <summary>Whether it takes writes.</summary>
    public bool IsPrimary => Follows is null;

    /// <summary>Detached for good.</summary>
    public bool IsSealed => Follows is { Port: 0 };

    /// <summary>The history it carries.</summary>
    public string Id { get; private set; } = random.Hex40();

    /// <summary>The history before the last branch; null for none.</summary>
    public string? SecondId { get; private set; }

    /// <summary>First offset that is no longer of <see cref="SecondId"/>; -1 for none.</summary>
    public long SecondOffset { get; private set; } = -1;

    /// <summary>Bytes of its history.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether it keeps the stream's end for partial resyncs. Without one the offset does not move.</summary>
    public bool HasBacklog { get; private set; }

    /// <summary>Bytes of the stream it keeps.</summary>
    public long BacklogSize { get; init; } = 64L << 20;

    /// <summary>The data set.</summary>
    public LogEntry? Data { get; private set; }

    /// <summary>A process that starts as a replica of <paramref name="follows"/>, or, by hand, as a primary (null).</summary>
    public static ReplicationState Start(DataFile? file, NodeAddress? follows, long backlogSize, SeededRandom random)
    {
        var state = new ReplicationState(random) { Follows = follows, Data = file?.Data, BacklogSize = backlogSize };
        if (file?.ReplicationId is null) return state;
        state.Offset = file.Offset;
        if (follows is not null)
        {
            state.Id = file.ReplicationId;
        }
        else
        {
            // A primary takes a new history at every start and remembers the file's as the one it branched from.
            state.SecondId = file.ReplicationId;
            state.SecondOffset = file.Offset + 1;
            state.CreateBacklog();
        }

        return state;
    }

    /// <summary>REPLICAOF: keeps history, offset and data for a partial resync.</summary>
    public void Follow(NodeAddress primary) => Follows = primary;

    /// <summary>REPLICAOF NO ONE: a new history that branches off here. Nothing happens to one that is primary already.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Promote()
    {
        if (IsPrimary) return false;
        Follows = null;
        SecondId = Id;
        SecondOffset = Offset + 1;
        Id = random.Hex40();
        return true;
    }

    /// <summary>Applies a command of its own (a client's write, a ping, a no-op).</summary>
    public LogEntry Append(long write, int bytes)
    {
        if (HasBacklog) Offset += bytes;
        Data = new LogEntry(Data, write, Offset);
        return Data;
    }

    /// <summary>Applies what its primary streams.</summary>
    public void Apply(LogEntry entry)
    {
        Data = entry;
        Offset = entry.Offset;
    }

    /// <summary>Whether a replica that has <paramref name="offset"/> bytes of <paramref name="id"/> can go on from there.</summary>
    public bool CanContinue(string id, long offset)
    {
        var ours = id == Id || (id == SecondId && offset + 1 <= SecondOffset);
        return ours && HasBacklog && offset <= Offset && offset + 1 >= Math.Max(_backlogStart, Offset - BacklogSize);
    }

    /// <summary>
    /// What a primary does before a full resync: the first replica ever makes it create its backlog, and with it a history that no one else
    /// has, whatever it promised before.
    /// </summary>
    public void PrepareFullResync()
    {
        if (HasBacklog) return;
        if (IsPrimary)
        {
            Id = random.Hex40();
            SecondId = null;
            SecondOffset = -1;
        }

        CreateBacklog();
    }

    /// <summary>A partial resync: the history is the primary's now, and the former one is remembered up to here.</summary>
    /// <returns>Whether the history changed; its own replicas must then be disconnected.</returns>
    public bool Continue(string id)
    {
        if (!HasBacklog) CreateBacklog();
        if (id == Id) return false;
        SecondId = Id;
        SecondOffset = Offset + 1;
        Id = id;
        return true;
    }

    /// <summary>The end of a full resync: everything it had is replaced.</summary>
    public void Replace(string id, long offset, LogEntry? data)
    {
        Id = id;
        SecondId = null;
        SecondOffset = -1;
        Offset = offset;
        Data = data;
        HasBacklog = true;
        _backlogStart = offset + 1;
    }

    /// <summary>A new replica that already names what it has not received yet.</summary>
    public void ClaimEarly(string id, long offset)
    {
        Id = id;
        Offset = offset;
    }

    /// <summary>What it would write to its file now.</summary>
    public DataFile Snapshot() => new(Data, HasBacklog || !IsPrimary ? Id : null, Offset);

    /// <summary>FLUSHALL by somebody's hand.</summary>
    public void Empty() => Data = null;

    private void CreateBacklog()
    {
        HasBacklog = true;
        _backlogStart = Offset + 1;
    }
}
