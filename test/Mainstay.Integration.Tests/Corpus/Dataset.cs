namespace Mainstay.Integration.Tests.Corpus;

/// <summary>What is there when a case begins: a few keys of every type, and nothing left of the case before.</summary>
internal static class Dataset
{
    /// <summary>A key of each type for what is generated, and one that is not there. Collections have one member: any random choice is the same.</summary>
    public static string[] KeyOfEachType { get; } = ["num", "lst", "one", "hone", "zone", "stm3", "nosuch"];

    private static readonly string[] _words =
    [
        "FLUSHALL",
        "SCRIPT FLUSH",
        "FUNCTION FLUSH",
        "ACL LOG RESET",
        "SET str hello",
        "SET num 10",
        "SET flt 3.5",
        "SET empty ",
        "SET ttl v PXAT 33177117420000",
        "RPUSH lst a b c b",
        "SADD set a b c",
        "SADD set2 b c d",
        "SADD iset 1 2 3",
        "SADD one only",
        "HSET hsh f1 v1 f2 2 f3 3.5",
        "HSET hone f 1",
        "ZADD zst 1 a 2 b 3 c",
        "ZADD zst2 10 b 20 c -5 d",
        "ZADD zone 1.5 m",
        "XADD stm 1-1 a 1",
        "XADD stm 2-1 b 2",
        "XADD stm 3-1 c 3 d 4",
        "XGROUP CREATE stm g 0",
        "XGROUP CREATE stm2 g 0 MKSTREAM",
        "XADD stm3 1-1 f 1",
        "XGROUP CREATE stm3 g 0",
        "XREADGROUP GROUP g c COUNT 1 STREAMS stm >",
        "PFADD hll a b c",
        "PFADD hll2 c d e",
        "GEOADD geo 13.361389 38.115556 Palermo 15.087269 37.502669 Catania",
    ];

    private static readonly CorpusStep[] _always =
    [
        .. _words.Select(line => new CorpusStep(1, line.Split(' '))),
        new(1, ["SET", "bin", "\0ÿ\r\n\u0080"]),
        new(1, ["SET", "bits", "ÿð\0"]),
    ];

    private static readonly CorpusStep _big = CaseText.Parse("dataset", "SET big @100000").Steps[0];

    public static IReadOnlyCollection<CorpusStep> For(CorpusCase what) => what.Steps.Any(step => step.Words.Contains("big")) ? [.. _always, _big] : _always;
}
