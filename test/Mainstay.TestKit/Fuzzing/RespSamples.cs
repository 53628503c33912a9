using System.Globalization;
using System.Text;

namespace Mainstay.TestKit.Fuzzing;

/// <summary>Random frames that are well formed, a character a byte.</summary>
public static class RespSamples
{
    private static readonly string[][] Commands =
    [
        ["PING"], ["PING", "word"], ["ECHO", "\r\n*1\r\n$4\r\n"], ["GET", "fuzz:1"], ["SET", "fuzz:1", "value"], ["SET", "fuzz:2", ""], ["MGET", "fuzz:1", "fuzz:2", "fuzz:3"],
        ["INCR", "fuzz:n"], ["RPUSH", "fuzz:l", "a", "b"], ["LRANGE", "fuzz:l", "0", "-1"], ["DEL", "fuzz:l", "fuzz:n"], ["BLPOP", "fuzz:absent", "0.01"], ["XADD", "fuzz:s", "MAXLEN", "5", "*", "f", "v"],
        ["XREAD", "COUNT", "2", "STREAMS", "fuzz:s", "0"], ["MULTI"], ["EXEC"], ["DISCARD"], ["WATCH", "fuzz:1"], ["SUBSCRIBE", "fuzz:c"], ["UNSUBSCRIBE"], ["PSUBSCRIBE", "fuzz:*"],
        ["PUBLISH", "fuzz:c", "message"], ["HELLO", "3"], ["HELLO", "2"], ["SELECT", "9"], ["SELECT", "99"], ["CLIENT", "SETNAME", "fuzz"], ["CLIENT", "TRACKING", "ON"], ["CLIENT", "REPLY", "SKIP"],
        ["EVAL", "return {1, 2, KEYS[1]}", "1", "fuzz:1"], ["EVALSHA", "ffffffffffffffffffffffffffffffffffffffff", "0"], ["INFO", "replication"], ["CONFIG", "GET", "port"], ["RESET"],
        ["NOSUCHCOMMAND", "x"], ["GET"], ["WAIT", "0", "1"], ["SHUTDOWN"], ["DEBUG", "SLEEP", "1"], ["QUIT"],
    ];

    /// <summary>A request: multibulk, or inline now and then.</summary>
    public static string Request(Random random)
    {
        var words = Commands[random.Next(Commands.Length)];
        if (random.Next(6) == 0 && words.All(word => word.Length > 0 && !word.Contains('\r', StringComparison.Ordinal))) return string.Join(' ', words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word)) + "\r\n";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words)
        {
            var bytes = word == "value" ? Bytes(random, random.Next(30) == 0 ? 70_000 : 40) : word;
            text.Append(CultureInfo.InvariantCulture, $"${bytes.Length}\r\n").Append(bytes).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A reply of RESP2 or RESP3, nested a few levels.</summary>
    public static string Reply(Random random, int depth = 4)
    {
        var kind = "+-:$*%~>_#,(!=|"[random.Next(depth == 0 ? 4 : 15)];
        switch (kind)
        {
            case '+' or '-': return $"{kind}{Letters(random)}\r\n";
            case ':': return string.Create(CultureInfo.InvariantCulture, $":{random.NextInt64(long.MinValue, long.MaxValue)}\r\n");
            case '_': return random.Next(3) switch { 0 => "_\r\n", 1 => "$-1\r\n", _ => "*-1\r\n" };
            case '#': return random.Next(2) == 0 ? "#t\r\n" : "#f\r\n";
            case ',': return random.Next(3) switch { 0 => ",inf\r\n", 1 => ",nan\r\n", _ => string.Create(CultureInfo.InvariantCulture, $",{random.NextDouble():R}\r\n") };
            case '(': return "(3492890328409238509324850943850943825024385\r\n";
            case '$' or '!': return Bulk(kind, Bytes(random, 60));
            case '=': return Bulk(kind, "txt:" + Bytes(random, 60));
        }

        var count = random.Next(5);
        var parts = count * (kind is '%' or '|' ? 2 : 1) + (kind == '|' ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{kind}{count}\r\n{string.Concat(Enumerable.Range(0, parts).Select(_ => Reply(random, depth - 1)))}");
    }

    private static string Bulk(char kind, string bytes) => string.Create(CultureInfo.InvariantCulture, $"{kind}{bytes.Length}\r\n{bytes}\r\n");

    private static string Letters(Random random) => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next('a', 'z' + 1))]);

    private static string Bytes(Random random, int most) => string.Create(random.Next(most + 1), random, (bytes, source) =>
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (char)source.Next(256);
    });
}
