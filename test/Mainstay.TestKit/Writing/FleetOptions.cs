namespace Mainstay.TestKit.Writing;

/// <summary>Who writes how much where.</summary>
public sealed record FleetOptions
{
    /// <summary>The endpoint's port on loopback: written to unless <see cref="Client"/> says otherwise, and read back from.</summary>
    public required int Port { get; init; }

    /// <summary>Names the keys of this run: unique among the runs on one group.</summary>
    public required string Run { get; init; }

    /// <summary>Writers, each with one command in flight at most. Default 50.</summary>
    public int Writers { get; init; } = 50;

    /// <summary>All writers together, while nothing holds them up. Default 1000.</summary>
    public int WritesPerSecond { get; init; } = 1000;

    /// <summary>What the writers write, in turn. Default: all kinds.</summary>
    public IReadOnlyList<WriteKind> Kinds { get; init; } = [WriteKind.Append, WriteKind.Set, WriteKind.Increment];

    /// <summary>What a writer of a number writes with; the writer disposes it. Default: a plain client of its own, connected to <see cref="Port"/>.</summary>
    public Func<int, IWriteClient>? Client { get; init; }
}
