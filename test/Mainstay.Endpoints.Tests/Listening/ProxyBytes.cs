using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Mainstay.Endpoints.Tests.Listening;

/// <summary>Headers of the PROXY protocol, version 2, put together by its text and not by the program's own constants.</summary>
internal static class ProxyBytes
{
    public static byte[] Of(byte command, byte family, ReadOnlySpan<byte> rest)
    {
        byte[] prefix = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, command, family, (byte)(rest.Length >> 8), (byte)rest.Length];
        return [.. prefix, .. rest];
    }

    /// <summary>Of a client that connected to a proxy at the same address's port 6379.</summary>
    public static byte[] From(IPEndPoint client, byte[]? added = null)
    {
        var address = client.Address.GetAddressBytes();
        Span<byte> ports = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(ports, (ushort)client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ports[2..], 6379);
        return Of(0x21, client.AddressFamily == AddressFamily.InterNetwork ? (byte)0x11 : (byte)0x21, [.. address, .. address, .. ports, .. added ?? []]);
    }
}
