using System.Text.RegularExpressions;

namespace Mainstay.Integration.Tests.Corpus;

/// <summary>A part of a reply that is another one at each call, on the same connection too.</summary>
/// <param name="Command">Whose, one word or two; only cases that use it are normalised.</param>
/// <param name="Why">What it is.</param>
/// <param name="Pattern">A regular expression over the bytes.</param>
/// <param name="By">What takes its place.</param>
internal sealed record Normalisation(string Command, string Why, string Pattern, string By)
{
    private static readonly Normalisation[] _table =
    [
        new("TIME", "the time", @"\$10\r\n\d{10}\r\n\$[1-6]\r\n\d{1,6}\r\n", "(time)"),
        new("LASTSAVE", "a time", @":\d{10}\r\n", ":(time)"),
        new("RANDOMKEY", "random", @"\$\d+\r\n[^\r]+\r\n", "(key)"),
        new("HELLO", "the connection's number", @"\$2\r\nid\r\n:\d+\r\n", "(id)"),
        new("CLIENT ID", "the connection's number", @":\d+\r\n", ":(id)"),
        new("CLIENT INFO", "numbers and addresses of the connection, and the length of the text with them", @"(?:[$=]\d+\r\n(?:txt:)?)?(\w[\w-]*)=[^ \r\n]*", "$1"),
        new("CLIENT LIST", "numbers and addresses of connections, and the length of the text with them", @"(?:[$=]\d+\r\n(?:txt:)?)?(\w[\w-]*)=[^ \r\n]*", "$1"),
        new("CLIENT LIST", "how many connections there are besides", @"(id addr [^\n]*\n)\1+", "$1"),
        new("CLIENT LIST", "libraries are named by later servers", @"\r\n\r\n", "\r\n"),
        new("INFO", "the length of the text", @"[$=]\d+\r\n(?:txt:)?(?=# )", ""),
        new("INFO", "values of the moment, and the endpoint's own port; the names are compared", @"(\w+):[^\r\n]*\r\n", "$1\r\n"),
        new("INFO", "commands and errors that there were so far", @"(?:(?:cmdstat|errorstat|latency_percentiles_usec)_?[^\r\n]*\r\n)+", ""),
        new("XADD", "an id by the clock", @"\$15\r\n\d{13}-\d+\r\n", "(id)"),
        new("TTL", "what is left of a thousand years", @":3\d{10}\r\n", ":(seconds)"),
        new("PTTL", "what is left of a thousand years", @":3\d{13}\r\n", ":(milliseconds)"),
        new("PTTL", "what is left of a second or of 100", @":\d{1,5}\r\n", ":(milliseconds)"),
        new("EXPIRETIME", "a time from now", @":1\d{9}\r\n", ":(time)"),
        new("PEXPIRETIME", "a time from now", @":1\d{12}\r\n", ":(time)"),
        new("OBJECT", "whether a second turned", @":[01]\r\n", ":(idle)"),
        new("ACL GENPASS", "random", @"\$\d+\r\n[0-9a-f]+\r\n", "(password)"),
        new("ACL LOG", "an age", @"(age-seconds\r\n)(?:\$\d+\r\n|,)[\d.e-]+\r\n", "$1(age)"),
        new("ACL LOG", "the connection's numbers and addresses", @"(client-info\r\n)\$\d+\r\n[^\r]*\r\n", "$1(client)"),
        new("XPENDING", "how long ago it was delivered", @"(\$\d\r\n\d-\d\r\n\$\d\r\n\w\r\n):\d+\r\n", "$1:(idle)"),
        new("XINFO CONSUMERS", "how long ago it was seen", @"(idle\r\n):\d+\r\n", "$1:(idle)"),
        new("XINFO STREAM", "when it was seen", @":\d{13}\r\n", ":(time)"),
        new("MEMORY STATS", "sizes of the moment", @"(?::\d+\r\n|\$\d+\r\n-?[\d.e+-]+\r\n|,-?[\d.e+-]+\r\n)", "(number)"),
        new("MEMORY MALLOC-STATS", "the allocator's numbers of the moment", @"[$=]\d+\r\n(?:txt:)?_{3} Begin[\s\S]*\r\n", "(statistics)"),
        new("MEMORY DOCTOR", "what the doctor finds just now", @"[$=]\d+\r\n(?:txt:)?(?:Hi Sam|Sam)[^\r]*\r\n", "(advice)"),
        new("LATENCY HISTOGRAM", "times that calls took", @"(?<=^1: )[\s\S]*", "(histogram)"),
        new("FUNCTION STATS", "times that calls took", @"(duration_ms\r\n):\d+\r\n", "$1:(time)"),
        new("MONITOR", "a time and an address", @"\+\d+\.\d+ \[(\d+) [^\]]*\]", "+[$1]"),
    ];

    /// <summary>What a case's clients received, without what is another at each call.</summary>
    public static string Of(CorpusCase what, string text) =>
        _table.Where(one => what.Uses(one.Command)).Aggregate(text, (rest, one) => Regex.Replace(rest, one.Pattern, one.By));
}
