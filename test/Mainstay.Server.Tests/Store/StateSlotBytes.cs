using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mainstay.Server.Tests.Store;

/// <summary>A slot that verifies, with a content this version would not write.</summary>
internal static class StateSlotBytes
{
    public static byte[] With(byte[] json, long version, int format)
    {
        var slot = new byte[64 + json.Length];
        "MAINSTAY"u8.CopyTo(slot);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(8), format);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(16), version);
        json.CopyTo(slot, 64);
        SHA256.HashData([.. slot.AsSpan(0, 24), .. json]).CopyTo(slot, 24);
        return slot;
    }
}
