using System.Collections.Immutable;
using System.Net;
using ARSoft.Tools.Net.Dns;
using Mainstay.Server.Dns;
using Mainstay.Server.Dns.Serving;
using Mainstay.Server.Dns.Wire;
using Zone = Mainstay.Server.Dns.Serving.Zone;

namespace Mainstay.Server.Tests.Dns;

/// <summary>A zone with a name of each sort, asked without sockets; its answers are read by another implementation of DNS.</summary>
internal static class ZoneUnderTest
{
    public const string Name = "mainstay.internal";

    public static Zone Zone { get; } = Build(7);

    public static Zone Build(uint serial) => new(Name, serial, TimeSpan.FromSeconds(5), Names(
        ("primary.main", ["10.0.0.1"]), ("reader.main", ["10.0.0.2", "10.0.0.3", "fd00::2"]), ("main-001.main", ["10.0.0.1"]), ("gone.main", []),
        ("many.main", [.. Enumerable.Range(1, 60).Select(n => $"10.0.1.{n}")])), [IPAddress.Parse("10.0.0.9"), IPAddress.Parse("fd00::9")]);

    public static NameSet Names(params (string Name, string[] Addresses)[] names) =>
        new(names.ToImmutableSortedDictionary(name => name.Name, name => name.Addresses.Select(IPAddress.Parse).ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Bytes(byte[] query, bool datagram = true, uint turn = 0)
    {
        var output = new byte[ushort.MaxValue];
        var code = ResponseCode.Done;
        return output[..Responder.Answer(Zone, query, output, datagram, turn, ref code)];
    }

    public static DnsMessage Ask(byte[] query, bool datagram = true, uint turn = 0) => DnsMessage.Parse(new ArraySegment<byte>(Bytes(query, datagram, turn)));

    public static DnsMessage Ask(string name, ushort kind = QueryText.A) => Ask(QueryText.Ask(name, kind, payload: 4096));

    /// <summary>The addresses of an answer.</summary>
    public static IEnumerable<string> Addresses(DnsMessage answer) => answer.AnswerRecords.OfType<AddressRecordBase>().Select(record => record.Address.ToString());
}
