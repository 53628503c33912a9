using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Mainstay.Protocol.Resp;

/// <summary>Encodes requests, and the replies that we give ourselves.</summary>
public static class RespWriter
{
    /// <summary>One request as an array of bytes.</summary>
    public static byte[] Command(params ReadOnlySpan<string> arguments)
    {
        var output = new ArrayBufferWriter<byte>(64);
        WriteCommand(output, arguments);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes one request; at least one argument.</summary>
    public static void WriteCommand(IBufferWriter<byte> output, params ReadOnlySpan<string> arguments)
    {
        WriteHeader(output, RespType.Array, arguments.Length);
        foreach (var argument in arguments) WriteBulk(output, argument);
    }

    /// <summary>Writes one request of binary arguments; at least one.</summary>
    public static void WriteCommand(IBufferWriter<byte> output, IReadOnlyList<byte[]> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        WriteHeader(output, RespType.Array, arguments.Count);
        foreach (var argument in arguments) WriteBulk(output, argument);
    }

    /// <summary>Writes the line that opens an aggregate or string: <c>*3\r\n</c>. A map's count is its pairs.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, RespType type, long count)
    {
        ArgumentNullException.ThrowIfNull(output);
        var span = output.GetSpan(24);
        span[0] = (byte)type;
        Utf8Formatter.TryFormat(count, span[1..], out var written);
        "\r\n"u8.CopyTo(span[(1 + written)..]);
        output.Advance(written + 3);
    }

    /// <summary>Writes a bulk string.</summary>
    public static void WriteBulk(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        WriteHeader(output, RespType.Bulk, bytes.Length);
        output.Write(bytes);
        output.Write("\r\n"u8);
    }

    /// <summary>Writes a bulk string of text as UTF-8.</summary>
    public static void WriteBulk(IBufferWriter<byte> output, string text) => WriteBulk(output, (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(text));

    /// <summary>Writes <c>:n</c>.</summary>
    public static void WriteInteger(IBufferWriter<byte> output, long value) => WriteHeader(output, RespType.Integer, value);

    /// <summary>Writes <c>+text</c>; line ends in it become spaces.</summary>
    public static void WriteSimple(IBufferWriter<byte> output, string text) => WriteLine(output, '+', text);

    /// <summary>Writes <c>-text</c>, its first word the code; line ends in it become spaces.</summary>
    public static void WriteError(IBufferWriter<byte> output, string text) => WriteLine(output, '-', text);

    private static void WriteLine(IBufferWriter<byte> output, char type, string text)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Encoding.UTF8.GetBytes($"{type}{text.Replace('\r', ' ').Replace('\n', ' ')}\r\n"));
    }
}
