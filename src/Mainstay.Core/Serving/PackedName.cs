using System.Buffers.Binary;

namespace Mainstay.Core.Serving;

/// <summary>Names of commands as numbers: eight bytes at a time, in capitals whatever their case, without a step per byte.</summary>
internal static class PackedName
{
    /// <summary>Bytes of a name that one number holds.</summary>
    public const int Size = 8;

    private const ulong HighBits = 0x8080808080808080;
    private const ulong Odd = 0x9E3779B97F4A7C15;

    /// <summary>
    /// A number for <paramref name="name"/>: up to <see cref="Size"/> bytes are the number itself (two names of the same length are the same
    /// when their numbers are), longer ones are mixed.
    /// </summary>
    public static ulong Of(ReadOnlySpan<byte> name) => name.Length <= Size ? Upper(Load(name)) : Mix(name);

    /// <summary>Spreads <paramref name="packed"/> over <paramref name="bits"/> bits.</summary>
    public static int Spread(ulong packed, int bits) => (int)((packed * Odd) >> (64 - bits));

    private static ulong Mix(ReadOnlySpan<byte> name)
    {
        var mixed = (ulong)name.Length;
        for (; name.Length > Size; name = name[Size..]) mixed = ulong.RotateLeft((mixed ^ Upper(Load(name[..Size]))) * Odd, 29);
        return mixed ^ Upper(Load(name));
    }

    private static ulong Load(ReadOnlySpan<byte> name)
    {
        var length = name.Length;
        if (length >= Size) return BinaryPrimitives.ReadUInt64LittleEndian(name);

        // Both halves may overlap: where they do, they hold the same bytes.
        if (length >= 4)
            return BinaryPrimitives.ReadUInt32LittleEndian(name) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[(length - 4)..]) << ((length - 4) * 8));
        if (length == 0) return 0;
        return name[0] | ((ulong)name[length >> 1] << ((length >> 1) * 8)) | ((ulong)name[length - 1] << ((length - 1) * 8));
    }

    /// <summary>Every byte from a to z in capitals, all eight at once.</summary>
    private static ulong Upper(ulong bytes)
    {
        // The high bit of each sum tells whether its byte is above z, or at least a; bytes beyond ASCII are letters of no command.
        var low = bytes & ~HighBits;
        var aboveZ = low + 0x0505050505050505;
        var atLeastA = low + 0x1F1F1F1F1F1F1F1F;
        return bytes ^ (((atLeastA ^ aboveZ) & ~bytes & HighBits) >> 2);
    }
}
