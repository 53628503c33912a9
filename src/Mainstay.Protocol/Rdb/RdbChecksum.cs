using System.Buffers.Binary;

namespace Mainstay.Protocol.Rdb;

/// <summary>
/// The checksum at the end of an RDB file: CRC-64 with the polynomial ad93d23594c935a9, reflected, from 0 and without a final inversion
/// ("Jones"; redis <c>crc64.c</c>). Eight bytes at a time by tables.
/// </summary>
public struct RdbChecksum
{
    private const ulong ReflectedPolynomial = 0x95AC9329AC4BC9B5;
    private const int Slices = 8;

    private static readonly ulong[][] Tables = MakeTables();

    /// <summary>The checksum of what was added so far.</summary>
    public ulong Value { get; private set; }

    /// <summary>Adds the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var value = Value;
        while (bytes.Length >= Slices)
        {
            value ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            value = Tables[7][(byte)value] ^ Tables[6][(byte)(value >> 8)] ^ Tables[5][(byte)(value >> 16)] ^ Tables[4][(byte)(value >> 24)]
                ^ Tables[3][(byte)(value >> 32)] ^ Tables[2][(byte)(value >> 40)] ^ Tables[1][(byte)(value >> 48)] ^ Tables[0][(byte)(value >> 56)];
            bytes = bytes[Slices..];
        }

        foreach (var one in bytes) value = Tables[0][(byte)(value ^ one)] ^ (value >> 8);
        Value = value;
    }

    private static ulong[][] MakeTables()
    {
        var tables = new ulong[Slices][];
        tables[0] = new ulong[256];
        for (var n = 0UL; n < 256; n++)
        {
            var value = n;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReflectedPolynomial;
            tables[0][n] = value;
        }

        for (var slice = 1; slice < Slices; slice++)
        {
            tables[slice] = new ulong[256];
            for (var n = 0; n < 256; n++) tables[slice][n] = tables[0][(byte)tables[slice - 1][n]] ^ (tables[slice - 1][n] >> 8);
        }

        return tables;
    }
}
