using System.Buffers.Binary;
using System.Security.Cryptography;
using Mainstay.Protocol.Rdb;

namespace Mainstay.Server.Backups;

/// <summary>Takes the bytes of an RDB file as they come, and says at the end what it was and whether it is whole. Keeps a few kilobytes.</summary>
internal sealed class RdbSum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[RdbPreamble.Enough];
    private readonly byte[] _tail = new byte[RdbPreamble.ChecksumLength];
    private RdbChecksum _checksum;
    private int _headLength;
    private int _tailLength;

    /// <summary>Bytes taken so far.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _hash.AppendData(bytes);
        var head = bytes[..Math.Min(bytes.Length, _head.Length - _headLength)];
        head.CopyTo(_head.AsSpan(_headLength));
        _headLength += head.Length;

        // The checksum is of all but the last eight bytes, which are it.
        Span<byte> both = stackalloc byte[2 * RdbPreamble.ChecksumLength];
        if (bytes.Length >= _tail.Length)
        {
            _checksum.Add(_tail.AsSpan(0, _tailLength));
            _checksum.Add(bytes[..^_tail.Length]);
            bytes[^_tail.Length..].CopyTo(_tail);
            _tailLength = _tail.Length;
            return;
        }

        _tail.AsSpan(0, _tailLength).CopyTo(both);
        bytes.CopyTo(both[_tailLength..]);
        var all = both[..(_tailLength + bytes.Length)];
        var kept = Math.Min(all.Length, _tail.Length);
        _checksum.Add(all[..^kept]);
        all[^kept..].CopyTo(_tail);
        _tailLength = kept;
    }

    /// <summary>The preamble and the SHA-256 of what was taken.</summary>
    /// <exception cref="RdbFormatException">It is no RDB file, or not whole.</exception>
    public (RdbPreamble Preamble, string Sha256) End()
    {
        var preamble = RdbPreamble.Read(_head.AsSpan(0, _headLength));
        var written = BinaryPrimitives.ReadUInt64LittleEndian(_tail);

        // 0: the server was told to write none (rdbchecksum no).
        if (Length < preamble.Length + _tail.Length || (written != 0 && written != _checksum.Value))
            throw new RdbFormatException("it is not whole, or was changed: its checksum is not that of its content");
        return (preamble, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
