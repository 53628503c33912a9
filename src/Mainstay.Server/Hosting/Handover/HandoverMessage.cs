using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Hosting.Handover;

/// <summary>
/// What two daemons of one data directory say to each other while one takes over from the other: one JSON object a message, with a descriptor
/// where noted. Version 1. Both sides ignore keys that they don't know and end at a word that they don't know, so another meaning is another version. <c>Group</c> is the name of a group or of a cluster, which share one namespace.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Lock), "lock")]
[JsonDerivedType(typeof(Listener), "listener")]
[JsonDerivedType(typeof(Yours), "yours")]
[JsonDerivedType(typeof(Fence), "fence")]
[JsonDerivedType(typeof(Fenced), "fenced")]
[JsonDerivedType(typeof(Topology), "topology")]
[JsonDerivedType(typeof(Cluster), "cluster")]
[JsonDerivedType(typeof(Serving), "serving")]
[JsonDerivedType(typeof(Draining), "draining")]
[JsonDerivedType(typeof(Client), "client")]
internal abstract record HandoverMessage
{
    /// <summary>The version that this program speaks.</summary>
    public const int Version = 1;

    /// <summary>New: who asks, and what it speaks.</summary>
    /// <param name="Speaks">Versions of these messages.</param>
    /// <param name="Program">Version of the program, for people.</param>
    /// <param name="Data">Full path of its data directory.</param>
    /// <param name="Host">Which host it is.</param>
    /// <param name="DrainSeconds">How long clients that cannot be handed over may go on.</param>
    public sealed record Hello(ImmutableArray<int> Speaks, string Program, string Data, string Host, double DrainSeconds) : HandoverMessage;

    /// <summary>Old: no, and nothing follows. Whoever hears this ends what it began and then the connection.</summary>
    public sealed record Refused(string Why) : HandoverMessage;

    /// <summary>Old: it will be done, in this version.</summary>
    public sealed record Welcome(int Speaks, string Program) : HandoverMessage;

    /// <summary>Old, with the descriptor: the data directory's lock, which both hold from here on. Nobody decides any more on the old side.</summary>
    public sealed record Lock : HandoverMessage;

    /// <summary>Old, with the descriptor: a listening socket.</summary>
    public sealed record Listener(string Group, EndpointKind Kind, bool Tls, string Address) : HandoverMessage;

    /// <summary>Old: that was all; the new one decides.</summary>
    public sealed record Yours : HandoverMessage;

    /// <summary>New: nothing more to a term before this one. Answered by <see cref="Fenced"/>.</summary>
    public sealed record Fence(long Id, string Group, ulong Term, double DrainMilliseconds) : HandoverMessage;

    /// <summary>Old: it is so.</summary>
    /// <param name="Id">Of the fence.</param>
    /// <param name="Drained">Whether nothing is unanswered.</param>
    public sealed record Fenced(long Id, bool Drained) : HandoverMessage;

    /// <summary>New: a group's new snapshot.</summary>
    public sealed record Topology(GroupTopology Snapshot) : HandoverMessage;

    /// <summary>New: a cluster's new snapshot, of a cluster whose listeners were handed over. Answered by <see cref="Fenced"/> once nothing is sent by an older one.</summary>
    public sealed record Cluster(long Id, ClusterTopology Snapshot) : HandoverMessage;

    /// <summary>New: it serves; the old one may go.</summary>
    public sealed record Serving : HandoverMessage;

    /// <summary>Old: it takes no further clients and has let go of all but those it has.</summary>
    public sealed record Draining : HandoverMessage;

    /// <summary>Old, with the descriptor: a client of an endpoint, with nothing unanswered.</summary>
    public sealed record Client : HandoverMessage
    {
        public required string Group { get; init; }

        public required EndpointKind Kind { get; init; }

        public required bool Tls { get; init; }

        public required string Address { get; init; }

        public string? Remote { get; init; }

        public required int Protocol { get; init; }

        public ImmutableArray<byte[]>? Credentials { get; init; }

        public byte[]? Select { get; init; }

        public ImmutableSortedDictionary<string, byte[]> Settings { get; init; } = ImmutableSortedDictionary<string, byte[]>.Empty;

        public bool HasSharedWrites { get; init; }

        public bool HasSent { get; init; }

        public byte[] Begun { get; init; } = [];
    }
}
