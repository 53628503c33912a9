using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Mainstay.Core.Clusters;

/// <summary>
/// The first word of a key's MD5 (RFC 1321), which is all that the ring asks. Worked out here because the library's way through a provider costs several
/// times the hash of a short key.
/// </summary>
internal static class KeyHash
{
    private const int BlockBytes = 64, LengthBytes = 8, BlockWords = BlockBytes / sizeof(uint);

    /// <summary>The digest's first four bytes as a number, lowest first.</summary>
    public static uint Of(ReadOnlySpan<byte> key)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        Span<uint> words = stackalloc uint[BlockWords];
        var block = MemoryMarshal.AsBytes(words);
        var rest = key;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..])
        {
            rest[..BlockBytes].CopyTo(block);
            Mix(state, words);
        }

        block.Clear();
        rest.CopyTo(block);
        block[rest.Length] = 0x80;
        if (rest.Length >= BlockBytes - LengthBytes)
        {
            Mix(state, words);
            block.Clear();
        }

        BinaryPrimitives.WriteUInt64LittleEndian(block[^LengthBytes..], (ulong)key.Length * 8);
        return Mix(state, words);
    }

    /// <summary>Takes a block in; the state's first word.</summary>
    private static uint Mix(Span<uint> state, Span<uint> words)
    {
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        _ = words[BlockWords - 1];
        a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + words[0] + 0xd76aa478, 7); d = a + BitOperations.RotateLeft(d + (c ^ (a & (b ^ c))) + words[1] + 0xe8c7b756, 12);
        c = d + BitOperations.RotateLeft(c + (b ^ (d & (a ^ b))) + words[2] + 0x242070db, 17); b = c + BitOperations.RotateLeft(b + (a ^ (c & (d ^ a))) + words[3] + 0xc1bdceee, 22);
        a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + words[4] + 0xf57c0faf, 7); d = a + BitOperations.RotateLeft(d + (c ^ (a & (b ^ c))) + words[5] + 0x4787c62a, 12);
        c = d + BitOperations.RotateLeft(c + (b ^ (d & (a ^ b))) + words[6] + 0xa8304613, 17); b = c + BitOperations.RotateLeft(b + (a ^ (c & (d ^ a))) + words[7] + 0xfd469501, 22);
        a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + words[8] + 0x698098d8, 7); d = a + BitOperations.RotateLeft(d + (c ^ (a & (b ^ c))) + words[9] + 0x8b44f7af, 12);
        c = d + BitOperations.RotateLeft(c + (b ^ (d & (a ^ b))) + words[10] + 0xffff5bb1, 17); b = c + BitOperations.RotateLeft(b + (a ^ (c & (d ^ a))) + words[11] + 0x895cd7be, 22);
        a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + words[12] + 0x6b901122, 7); d = a + BitOperations.RotateLeft(d + (c ^ (a & (b ^ c))) + words[13] + 0xfd987193, 12);
        c = d + BitOperations.RotateLeft(c + (b ^ (d & (a ^ b))) + words[14] + 0xa679438e, 17); b = c + BitOperations.RotateLeft(b + (a ^ (c & (d ^ a))) + words[15] + 0x49b40821, 22);
        a = b + BitOperations.RotateLeft(a + (c ^ (d & (b ^ c))) + words[1] + 0xf61e2562, 5); d = a + BitOperations.RotateLeft(d + (b ^ (c & (a ^ b))) + words[6] + 0xc040b340, 9);
        c = d + BitOperations.RotateLeft(c + (a ^ (b & (d ^ a))) + words[11] + 0x265e5a51, 14); b = c + BitOperations.RotateLeft(b + (d ^ (a & (c ^ d))) + words[0] + 0xe9b6c7aa, 20);
        a = b + BitOperations.RotateLeft(a + (c ^ (d & (b ^ c))) + words[5] + 0xd62f105d, 5); d = a + BitOperations.RotateLeft(d + (b ^ (c & (a ^ b))) + words[10] + 0x2441453, 9);
        c = d + BitOperations.RotateLeft(c + (a ^ (b & (d ^ a))) + words[15] + 0xd8a1e681, 14); b = c + BitOperations.RotateLeft(b + (d ^ (a & (c ^ d))) + words[4] + 0xe7d3fbc8, 20);
        a = b + BitOperations.RotateLeft(a + (c ^ (d & (b ^ c))) + words[9] + 0x21e1cde6, 5); d = a + BitOperations.RotateLeft(d + (b ^ (c & (a ^ b))) + words[14] + 0xc33707d6, 9);
        c = d + BitOperations.RotateLeft(c + (a ^ (b & (d ^ a))) + words[3] + 0xf4d50d87, 14); b = c + BitOperations.RotateLeft(b + (d ^ (a & (c ^ d))) + words[8] + 0x455a14ed, 20);
        a = b + BitOperations.RotateLeft(a + (c ^ (d & (b ^ c))) + words[13] + 0xa9e3e905, 5); d = a + BitOperations.RotateLeft(d + (b ^ (c & (a ^ b))) + words[2] + 0xfcefa3f8, 9);
        c = d + BitOperations.RotateLeft(c + (a ^ (b & (d ^ a))) + words[7] + 0x676f02d9, 14); b = c + BitOperations.RotateLeft(b + (d ^ (a & (c ^ d))) + words[12] + 0x8d2a4c8a, 20);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + words[5] + 0xfffa3942, 4); d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + words[8] + 0x8771f681, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + words[11] + 0x6d9d6122, 16); b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + words[14] + 0xfde5380c, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + words[1] + 0xa4beea44, 4); d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + words[4] + 0x4bdecfa9, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + words[7] + 0xf6bb4b60, 16); b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + words[10] + 0xbebfbc70, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + words[13] + 0x289b7ec6, 4); d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + words[0] + 0xeaa127fa, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + words[3] + 0xd4ef3085, 16); b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + words[6] + 0x4881d05, 23);
        a = b + BitOperations.RotateLeft(a + (b ^ c ^ d) + words[9] + 0xd9d4d039, 4); d = a + BitOperations.RotateLeft(d + (a ^ b ^ c) + words[12] + 0xe6db99e5, 11);
        c = d + BitOperations.RotateLeft(c + (d ^ a ^ b) + words[15] + 0x1fa27cf8, 16); b = c + BitOperations.RotateLeft(b + (c ^ d ^ a) + words[2] + 0xc4ac5665, 23);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + words[0] + 0xf4292244, 6); d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + words[7] + 0x432aff97, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + words[14] + 0xab9423a7, 15); b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + words[5] + 0xfc93a039, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + words[12] + 0x655b59c3, 6); d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + words[3] + 0x8f0ccc92, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + words[10] + 0xffeff47d, 15); b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + words[1] + 0x85845dd1, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + words[8] + 0x6fa87e4f, 6); d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + words[15] + 0xfe2ce6e0, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + words[6] + 0xa3014314, 15); b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + words[13] + 0x4e0811a1, 21);
        a = b + BitOperations.RotateLeft(a + (c ^ (b | ~d)) + words[4] + 0xf7537e82, 6);
        d = a + BitOperations.RotateLeft(d + (b ^ (a | ~c)) + words[11] + 0xbd3af235, 10);
        c = d + BitOperations.RotateLeft(c + (a ^ (d | ~b)) + words[2] + 0x2ad7d2bb, 15); b = c + BitOperations.RotateLeft(b + (d ^ (c | ~a)) + words[9] + 0xeb86d391, 21);
        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        return state[0];
    }
}
