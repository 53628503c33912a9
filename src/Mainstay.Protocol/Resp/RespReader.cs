using System.Buffers.Text;
using System.Collections.Immutable;

namespace Mainstay.Protocol.Resp;

/// <summary>Reads values from frames that a <see cref="RespReplyScanner"/> found complete.</summary>
public static class RespReader
{
    /// <summary>
    /// Reads one complete reply; attributes are left out. Throws <see cref="RespProtocolException"/> when <paramref name="frame"/> is not
    /// exactly one well-formed reply.
    /// </summary>
    public static RespValue Read(ReadOnlySpan<byte> frame)
    {
        var position = 0;
        var value = ReadValue(frame, ref position, 0);
        return position == frame.Length ? value : throw new RespProtocolException(RespFault.MissingLineEnd);
    }

    private static RespValue ReadValue(ReadOnlySpan<byte> frame, ref int position, int depth)
    {
        if (depth > 1024) throw new RespProtocolException(RespFault.TooDeep);
        if (position >= frame.Length) throw new RespProtocolException(RespFault.MissingLineEnd);
        var type = (RespType)frame[position++];
        var line = ReadLine(frame, ref position);
        switch (type)
        {
            case RespType.Null:
                return RespValue.Null;
            case RespType.SimpleString or RespType.Error or RespType.Boolean or RespType.Double or RespType.BigNumber:
                return new RespValue(type, line.ToArray(), [], false);
            case RespType.Integer:
                ReadNumber(line, RespFault.InvalidScalar);
                return new RespValue(type, line.ToArray(), [], false);
            case RespType.Bulk or RespType.BulkError or RespType.Verbatim:
                return ReadBulk(type, line, frame, ref position);
            case RespType.Attribute:
                ReadItems(ReadNumber(line, RespFault.InvalidAggregateLength) * 2, frame, ref position, depth);
                return ReadValue(frame, ref position, depth + 1);
            case RespType.Array or RespType.Set or RespType.Push or RespType.Map:
                var count = ReadNumber(line, RespFault.InvalidAggregateLength);
                if (count == -1) return new RespValue(type, null, [], true);
                return new RespValue(type, null, ReadItems(type == RespType.Map ? count * 2 : count, frame, ref position, depth), false);
            default:
                throw new RespProtocolException(RespFault.UnknownType);
        }
    }

    private static RespValue ReadBulk(RespType type, ReadOnlySpan<byte> line, ReadOnlySpan<byte> frame, ref int position)
    {
        var length = ReadNumber(line, RespFault.InvalidBulkLength);
        if (length == -1) return new RespValue(type, null, [], true);
        if (length < 0 || length > frame.Length - position - 2) throw new RespProtocolException(RespFault.InvalidBulkLength);
        var bytes = frame.Slice(position, (int)length);
        position += (int)length;
        if (!frame.Slice(position, 2).SequenceEqual("\r\n"u8)) throw new RespProtocolException(RespFault.MissingLineEnd);
        position += 2;

        // A verbatim string opens with three letters of its format and a colon.
        if (type == RespType.Verbatim && bytes.Length >= 4 && bytes[3] == ':') bytes = bytes[4..];
        return new RespValue(type, bytes.ToArray(), [], false);
    }

    private static ImmutableArray<RespValue> ReadItems(long count, ReadOnlySpan<byte> frame, ref int position, int depth)
    {
        // Every element takes three bytes at least, so the frame itself bounds what is allocated.
        if (count < 0 || count > (frame.Length - position) / 3) throw new RespProtocolException(RespFault.InvalidAggregateLength);
        var items = ImmutableArray.CreateBuilder<RespValue>((int)count);
        for (var i = 0L; i < count; i++) items.Add(ReadValue(frame, ref position, depth + 1));
        return items.MoveToImmutable();
    }

    private static ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> frame, ref int position)
    {
        var rest = frame[position..];
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0) throw new RespProtocolException(RespFault.MissingLineEnd);
        position += end + 2;
        return rest[..end];
    }

    private static long ReadNumber(ReadOnlySpan<byte> line, RespFault fault) =>
        Utf8Parser.TryParse(line, out long value, out var used) && used == line.Length && used > 0 ? value : throw new RespProtocolException(fault);
}
