using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Mainstay.Protocol.Resp;

/// <summary>One reply, read and immutable. A map is its keys and values by turns in <see cref="Items"/>.</summary>
public sealed class RespValue
{
    private readonly byte[]? _bytes;

    internal RespValue(RespType type, byte[]? bytes, ImmutableArray<RespValue> items, bool isNull)
    {
        Type = type;
        _bytes = bytes;
        Items = items;
        IsNull = isNull;
    }

    /// <summary>The null of RESP3, and what stands for both nulls of RESP2 when compared by <see cref="IsNull"/>.</summary>
    public static RespValue Null { get; } = new(RespType.Null, null, [], true);

    /// <summary>Its type on the wire.</summary>
    public RespType Type { get; }

    /// <summary>Whether it is <c>_</c>, <c>$-1</c> or <c>*-1</c>.</summary>
    public bool IsNull { get; }

    /// <summary>Whether it is an error, of either form.</summary>
    public bool IsError => Type is RespType.Error or RespType.BulkError;

    /// <summary>The elements of an aggregate; empty for anything else.</summary>
    public ImmutableArray<RespValue> Items { get; }

    /// <summary>The bytes of a string, error, number or boolean as they came (a verbatim string's without <c>txt:</c>); empty for an aggregate or null.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes as text; for an error the whole line, code first. Empty for an aggregate or null.</summary>
    public string Text => _bytes is null ? "" : Encoding.UTF8.GetString(_bytes);

    /// <summary>An error's first word (<c>READONLY</c>), or null when this is none.</summary>
    public string? ErrorCode => IsError ? Text.Split(' ', 2)[0] : null;

    /// <summary>The number an integer, or a string of digits, holds; null for anything else.</summary>
    public long? Number => long.TryParse(_bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The value of <paramref name="key"/> in a map or in an array of keys and values, or null when there is none.</summary>
    public RespValue? Find(string key)
    {
        for (var i = 0; i + 1 < Items.Length; i += 2)
            if (Items[i].Text == key) return Items[i + 1];
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => IsNull ? "null" : Items.IsEmpty ? Text : $"[{string.Join(", ", Items)}]";
}
