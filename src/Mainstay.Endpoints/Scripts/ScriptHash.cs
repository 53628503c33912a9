using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Mainstay.Endpoints.Scripts;

/// <summary>The SHA-1 of a script's text: the name by which EVALSHA calls it.</summary>
internal readonly record struct ScriptHash
{
    private const int Bytes = 20;
    private const int Letters = 40;

    private readonly UInt128 _head;
    private readonly uint _tail;

    private ScriptHash(UInt128 head, uint tail) => (_head, _tail) = (head, tail);

    /// <summary>The hash of a script.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The server names scripts by SHA-1; nothing is protected by it.")]
    public static ScriptHash Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA1.HashData(body, hash);
        return new ScriptHash(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash[16..]));
    }

    /// <summary>Reads 40 hexadecimal digits in any case; false when these are none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ScriptHash hash)
    {
        hash = default;
        if (text.Length != Letters
            || !UInt128.TryParse(text[..32], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var head)
            || !uint.TryParse(text[32..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tail)) return false;
        hash = new ScriptHash(head, tail);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_head:x32}{_tail:x8}");
}
