using System.Collections.Immutable;

namespace Mainstay.Endpoints;

/// <summary>What a client that neither listens nor is in a transaction asked its connection to be. It has the client's password: it goes to no file and no log.</summary>
public sealed record ClientState
{
    /// <summary>RESP2 or RESP3: 2 or 3.</summary>
    public int Protocol { get; init; } = 2;

    /// <summary>The arguments of its AUTH: a password, or a user and a password. Null for a client that did not log in.</summary>
    public ImmutableArray<byte[]>? Credentials { get; init; }

    /// <summary>Its SELECT as it sent it; null in database 0.</summary>
    public byte[]? Select { get; init; }

    /// <summary>Its CLIENT SETNAME and the like as it sent them, by what they set.</summary>
    public ImmutableSortedDictionary<string, byte[]> Settings { get; init; } = ImmutableSortedDictionary<string, byte[]>.Empty;

    /// <summary>Whether something of it that may replicate travelled on a connection that it shared: a WAIT must confirm that, too.</summary>
    public bool HasSharedWrites { get; init; }

    /// <summary>Whether it ever sent anything.</summary>
    public bool HasSent { get; init; }

    /// <summary>Bytes of all that.</summary>
    public long Size => (Credentials?.Sum(argument => (long)argument.Length) ?? 0) + (Select?.Length ?? 0) + Settings.Sum(setting => setting.Key.Length + (long)setting.Value.Length);
}
