using System.Buffers.Binary;
using System.Security.Cryptography;
using Mainstay.Core.Configuration;
using Mainstay.Server.Dns.Wire;

namespace Mainstay.Server.Dns.Updating;

/// <summary>A shared key that messages are signed with (RFC 8945). Says nothing of its secret.</summary>
internal sealed class TsigKey
{
    /// <summary>Seconds by which the clocks of both sides may differ (RFC 8945, 10).</summary>
    public const int Fudge = 300;

    private const int AnyClass = 255;

    private readonly byte[] _secret;
    private readonly HashAlgorithmName _hash;

    public TsigKey(DnsUpdateSpec spec)
    {
        // Names are signed in lower case (RFC 8945, 4.3.3).
        Name = DnsName.Encode(spec.KeyName.TrimEnd('.').ToLowerInvariant());
        Algorithm = DnsName.Encode(spec.KeyAlgorithm);
        _secret = Convert.FromBase64String(spec.KeySecret);
        _hash = Algorithms[spec.KeyAlgorithm];
    }

    /// <summary>What keys may be used with.</summary>
    public static IReadOnlyDictionary<string, HashAlgorithmName> Algorithms { get; } = new Dictionary<string, HashAlgorithmName>(StringComparer.Ordinal)
    {
        ["hmac-sha256"] = HashAlgorithmName.SHA256,
        ["hmac-sha384"] = HashAlgorithmName.SHA384,
        ["hmac-sha512"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Its name, as it is sent.</summary>
    public byte[] Name { get; }

    /// <summary>Its algorithm's name, as it is sent.</summary>
    public byte[] Algorithm { get; }

    /// <summary>Signs a message in place, and returns the signature, which its answer is signed with too.</summary>
    public byte[] Sign(ref WireWriter message, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var id = BinaryPrimitives.ReadUInt16BigEndian(message.Written);
        var mac = Mac([], message.Written, seconds, Fudge, 0, []);
        message.Bytes(Name);
        message.Word((int)RecordKind.Signature);
        message.Word(AnyClass);
        message.Long(0);
        message.Word(Algorithm.Length + 6 + 2 + 2 + mac.Length + 2 + 2 + 2);
        message.Bytes(Algorithm);
        message.Word((int)(seconds >> 32));
        message.Long((uint)seconds);
        message.Word(Fudge);
        message.Word(mac.Length);
        message.Bytes(mac);
        message.Word(id);
        message.Word(0);
        message.Word(0);
        message.Increment(10);
        return mac;
    }

    /// <summary>Whether <paramref name="signature"/> is ours over a message and over the signature of what it answers.</summary>
    public bool IsValid(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> unsigned, TsigRecord signature, DateTimeOffset now)
    {
        if (!signature.Name.AsSpan().SequenceEqual(Name) || !signature.Algorithm.AsSpan().SequenceEqual(Algorithm)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - signature.Seconds) > signature.Fudge) return false;
        Span<byte> before = stackalloc byte[2 + 64];
        BinaryPrimitives.WriteUInt16BigEndian(before, (ushort)asked.Length);
        asked.CopyTo(before[2..]);
        var mac = Mac(before[..(2 + asked.Length)], unsigned, signature.Seconds, signature.Fudge, signature.Error, signature.Other);
        return CryptographicOperations.FixedTimeEquals(mac, signature.Mac);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(TsigKey);

    private byte[] Mac(ReadOnlySpan<byte> before, ReadOnlySpan<byte> message, long seconds, int fudge, int error, ReadOnlySpan<byte> other)
    {
        using var hash = IncrementalHash.CreateHMAC(_hash, _secret);
        hash.AppendData(before);
        hash.AppendData(message);
        var variables = new WireWriter(new byte[(2 * DnsName.Longest) + 18 + other.Length]);
        variables.Bytes(Name);
        variables.Word(AnyClass);
        variables.Long(0);
        variables.Bytes(Algorithm);
        variables.Word((int)(seconds >> 32));
        variables.Long((uint)seconds);
        variables.Word(fudge);
        variables.Word(error);
        variables.Word(other.Length);
        variables.Bytes(other);
        hash.AppendData(variables.Written);
        return hash.GetHashAndReset();
    }
}
