using CsCheck;

namespace Mainstay.Protocol.Tests.Memcached;

/// <summary>Bytes that look like requests and replies, more or less.</summary>
internal static class MemcachedGen
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.OneOf("get gets gat set cas delete incr touch mg ms md ma me mn stats flush_all verbosity noreply VALUE VA HD EN ME END OK ERROR CONFIG STAT CLIENT_ERROR HTTP/1.1".Split(' ').Select(Gen.Const).ToArray()),
        Gen.OneOf("0 1 2 5 -1 12 2147483645 4294967298 x b k kQUE= v q q1 O1 MS MX QUE= a key:1".Split(' ').Select(Gen.Const).ToArray()),
        Gen.Int[240, 260].Select(length => new string('k', length)),
        Gen.Char['\0', 'ÿ'].Array[0, 4].Select(letters => new string(letters)));

    /// <summary>One line, mostly without an end.</summary>
    public static Gen<byte[]> Line { get; } = Gen.Select(Word.Array[0, 30], Gen.OneOf(" ", " ", " ", "  ", "\r\n", "\t", "\0").Array[30]).Select((words, between) =>
        Lines.Bytes(string.Concat(words.Select((word, i) => word + between[i]))));

    /// <summary>Several lines with and without data.</summary>
    public static Gen<byte[]> Stream { get; } = Gen.Select(Word.Array[0, 5], Gen.OneOf("\r\n", "\r\n", "\r\n", "\n", "\r\nab\r\n", "\r\na\nbcd\r\n", "")).Array[0, 6].Select(lines =>
        Lines.Bytes(string.Concat(lines.Select(line => string.Join(' ', line.Item1) + line.Item2))));
}
