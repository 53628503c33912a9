using CsCheck;

namespace Mainstay.Protocol.Tests.Resp;

/// <summary>Well-formed replies of every type, nested a few levels.</summary>
internal static class ReplyGen
{
    private static readonly Gen<string> _word = Gen.Char['a', 'z'].Array[0, 8].Select(letters => new string(letters));

    private static readonly Gen<string> _scalar = Gen.OneOf(
        _word.Select(word => $"+{word}\r\n"),
        _word.Select(word => $"-ERR {word}\r\n"),
        Gen.Long.Select(number => $":{number}\r\n"),
        Gen.Char['\0', 'ÿ'].Array[0, 30].Select(bytes => $"${bytes.Length}\r\n{new string(bytes)}\r\n"),
        _word.Select(word => $"!{word.Length}\r\n{word}\r\n"),
        _word.Select(word => $"={word.Length + 4}\r\ntxt:{word}\r\n"),
        Gen.OneOf("$-1\r\n", "*-1\r\n", "_\r\n", "#t\r\n", "#f\r\n", ",1.5\r\n", ",nan\r\n", "(12345678901234567890123\r\n"));

    public static Gen<string> Reply { get; } = Nested(3);

    private static Gen<string> Nested(int depth)
    {
        if (depth == 0) return _scalar;
        var item = Nested(depth - 1);
        return Gen.OneOf(
            _scalar,
            Gen.Select(Gen.OneOf('*', '~', '>'), item.Array[0, 4]).Select((type, items) => $"{type}{items.Length}\r\n{string.Concat(items)}"),
            Gen.Select(item, item).Array[0, 3].Select(pairs => $"%{pairs.Length}\r\n{string.Concat(pairs.Select(pair => pair.Item1 + pair.Item2))}"),
            Gen.Select(_scalar, item, item).Select((key, value, reply) => $"|1\r\n{key}{value}{reply}"));
    }
}
