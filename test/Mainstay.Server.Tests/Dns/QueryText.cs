using System.Buffers.Binary;
using System.Text;

namespace Mainstay.Server.Tests.Dns;

/// <summary>Writes queries by hand, good and bad ones.</summary>
internal static class QueryText
{
    public const ushort A = 1, Ns = 2, Soa = 6, Txt = 16, Aaaa = 28, Opt = 41, Ixfr = 251, Axfr = 252, Any = 255;

    /// <summary>One question; <paramref name="payload"/> with EDNS.</summary>
    public static byte[] Ask(string name, ushort kind = A, int? payload = null, int version = 0, bool signatures = false, ushort id = 0x1234, ushort flags = 0x0100, ushort type = 1)
    {
        var bytes = new List<byte>(Head(id, flags, 1, 0, 0, payload is null ? 0 : 1));
        bytes.AddRange(Name(name));
        bytes.AddRange(Words(kind, type));
        if (payload is { } size) bytes.AddRange([0, .. Words(Opt, (ushort)size), 0, (byte)version, (byte)(signatures ? 0x80 : 0), 0, 0, 0]);
        return [.. bytes];
    }

    public static byte[] Head(ushort id, ushort flags, int questions, int answers, int authorities, int additions) =>
        Words(id, flags, (ushort)questions, (ushort)answers, (ushort)authorities, (ushort)additions);

    public static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    public static byte[] Words(params ushort[] words)
    {
        var bytes = new byte[words.Length * 2];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * 2), words[i]);
        return bytes;
    }
}
