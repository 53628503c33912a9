using System.Text;
using Mainstay.Protocol.Memcached;

namespace Mainstay.Protocol.Tests.Memcached;

/// <summary>Lines as text, one byte a character, and what a parsed one says in words.</summary>
internal static class Lines
{
    /// <summary>A key one byte too long.</summary>
    public static string TooLong { get; } = new('k', MemcachedKeys.Longest + 1);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>Verb, keys and what else is set: <c>Set a data=5 noreply</c>.</summary>
    public static string Describe(string text)
    {
        var line = MemcachedLine.Parse(Bytes(text));
        var words = new StringBuilder(line.Verb.ToString());
        foreach (var key in line.GetKeys()) words.Append(' ').Append(Text(line.Text[key]));
        if (line.DataBytes >= 0) words.Append(" data=").Append(line.DataBytes);
        if (line.NoReply) words.Append(" noreply");
        if (line.IsQuiet) words.Append(" quiet");
        if (line.IsKeyBase64) words.Append(" base64");
        if (line.HasMoreKeys) words.Append(" more");
        if (line.Fault is not null) words.Append(" fault");
        return words.ToString();
    }
}
