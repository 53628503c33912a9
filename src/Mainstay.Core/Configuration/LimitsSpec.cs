namespace Mainstay.Core.Configuration;

/// <summary>What clients of one endpoint may take. Each refusal is counted by its reason.</summary>
public sealed record LimitsSpec
{
    /// <summary>Clients of one endpoint at once. Default 10 000, as the server has it; 1 to 1 000 000.</summary>
    public int Connections { get; init; } = 10_000;

    /// <summary>Of those, from one address. Default 0: no bound of its own.</summary>
    public int ConnectionsPerAddress { get; init; }

    /// <summary>Longest argument of a request, in bytes. Default 512 MiB, as <c>proto-max-bulk-len</c>; 1 KiB to 512 MiB.</summary>
    public long Request { get; init; } = 512L << 20;

    /// <summary>Bytes of replies that one client may leave unread before its connection is closed. Default 64 MiB; 1 MiB to 16 GiB.</summary>
    public long Output { get; init; } = 64L << 20;

    /// <summary>How long a client may be idle; those that are blocked or subscribed are not. Default 0: for ever.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>How long a new client may take to send its first byte. Default 0: for ever, as pools connect ahead.</summary>
    public TimeSpan FirstByte { get; init; }

    /// <summary>How long a request that has begun may take to arrive whole without any byte of it coming. Default 60 s; 0: for ever.</summary>
    public TimeSpan Partial { get; init; } = TimeSpan.FromSeconds(60);
}
