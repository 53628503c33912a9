namespace Mainstay.Protocol.Resp;

/// <summary>Splits an inline request into its arguments, with the quotes and escapes that the server knows.</summary>
public static class RespInline
{
    /// <summary>
    /// The arguments of one line (its end may be there or not); none for an empty line; null when quotes don't match or a closing quote
    /// is not followed by a space.
    /// </summary>
    public static List<byte[]>? Split(ReadOnlySpan<byte> line)
    {
        var arguments = new List<byte[]>();
        var current = new List<byte>();
        var i = 0;
        while (true)
        {
            while (i < line.Length && IsSpace(line[i])) i++;
            if (i >= line.Length) return arguments;
            current.Clear();
            if (!TakeArgument(line, ref i, current)) return null;
            arguments.Add([.. current]);
        }
    }

    private static bool TakeArgument(ReadOnlySpan<byte> line, ref int i, List<byte> current)
    {
        while (i < line.Length && !IsSpace(line[i]))
        {
            if (line[i] is not ((byte)'"' or (byte)'\''))
            {
                current.Add(line[i++]);
                continue;
            }

            if (!TakeQuoted(line, ref i, current)) return false;
            return i >= line.Length || IsSpace(line[i]);
        }

        return true;
    }

    private static bool TakeQuoted(ReadOnlySpan<byte> line, ref int i, List<byte> current)
    {
        var quote = line[i++];
        while (i < line.Length)
        {
            var next = line[i++];
            if (next == quote) return true;
            if (next != '\\' || i >= line.Length) current.Add(next);
            else if (quote == '"') current.Add(TakeEscape(line, ref i));
            else if (line[i] == '\'') current.Add(line[i++]);
            else current.Add(next);
        }

        return false;
    }

    private static byte TakeEscape(ReadOnlySpan<byte> line, ref int i)
    {
        var escape = line[i++];
        if (escape == 'x' && i + 1 < line.Length && Hex(line[i]) is >= 0 and var high && Hex(line[i + 1]) is >= 0 and var low)
        {
            i += 2;
            return (byte)((high << 4) | low);
        }

        return escape switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'a' => (byte)'\a',
            _ => escape,
        };
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0b or 0x0c or 0;
}
