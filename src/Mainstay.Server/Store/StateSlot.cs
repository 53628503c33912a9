using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Mainstay.Core.Failover;

namespace Mainstay.Server.Store;

/// <summary>
/// One of the two places of a <see cref="StateFile"/>, 64 KiB: a header of 64 bytes, then JSON. Header, little-endian: magic (8 bytes),
/// format (4), length of the JSON (4), version of the state (8), SHA-256 of those 24 bytes and the JSON (32), zeros (8).
/// </summary>
internal static class StateSlot
{
    /// <summary>Bytes a slot takes in the file.</summary>
    public const int Size = 64 << 10;

    /// <summary>The largest JSON a slot can hold.</summary>
    public const int Capacity = Size - HeaderSize;

    private const int HeaderSize = 64;
    private const int Hashed = 24;
    private const int Format = 1;

    private static ReadOnlySpan<byte> Magic => "MAINSTAY"u8;

    /// <summary>The bytes of a state, header included; null when it does not fit.</summary>
    public static byte[]? Encode(DurableState state)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.DurableState);
        if (json.Length > Capacity) return null;
        var slot = new byte[HeaderSize + json.Length];
        Magic.CopyTo(slot);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(16), state.Version);
        json.CopyTo(slot, HeaderSize);
        Hash(slot, json.Length).CopyTo(slot, Hashed);
        return slot;
    }

    /// <summary>Reads a slot of <see cref="Size"/> bytes; null when it does not verify (torn, or damaged).</summary>
    /// <exception cref="StoreException">It is whole, and of a format this version does not know.</exception>
    public static DurableState? Decode(ReadOnlySpan<byte> slot, string file)
    {
        if (!slot.StartsWith(Magic)) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(slot[12..]);
        if (length is < 0 or > Capacity || slot.Length < HeaderSize + length) return null;
        if (!Hash(slot, length).AsSpan().SequenceEqual(slot.Slice(Hashed, 32))) return null;
        var format = BinaryPrimitives.ReadInt32LittleEndian(slot[8..]);
        if (format != Format) throw Newer(file, $"format {format}, this version knows {Format}");
        try
        {
            return JsonSerializer.Deserialize(slot.Slice(HeaderSize, length), StateJson.Default.DurableState);
        }
        catch (JsonException e)
        {
            throw Newer(file, e.Message);
        }
    }

    private static StoreException Newer(string file, string why) =>
        new($"{file} was written by another version of mainstay ({why}). Use the version that wrote it; nothing was changed.", mayHaveBeenWritten: false);

    private static byte[] Hash(ReadOnlySpan<byte> slot, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(slot[..Hashed]);
        hash.AppendData(slot.Slice(HeaderSize, length));
        return hash.GetHashAndReset();
    }
}
