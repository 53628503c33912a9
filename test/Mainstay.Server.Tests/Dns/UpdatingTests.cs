using System.Collections.Immutable;
using System.Security.Cryptography;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Server.Dns.Updating;
using Mainstay.Server.Dns.Wire;
using static Mainstay.Server.Tests.Dns.ZoneUnderTest;

namespace Mainstay.Server.Tests.Dns;

public sealed class UpdatingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void A_message_replaces_addresses_provided_that_the_name_is_no_alias()
    {
        var message = DnsUpdateMessage.Parse(Write(["primary.main", "reader.main"], Names(("primary.main", ["10.0.0.1"]), ("reader.main", ["10.0.0.2", "fd00::2"])), key: null, out _));
        Assert.Equal((Name, 0x77), (message.ZoneName.ToString().TrimEnd('.'), message.TransactionID));
        Assert.Equal(["primary.main.mainstay.internal", "reader.main.mainstay.internal"], message.Prequisites.Select(one => Assert.IsType<RecordNotExistsPrequisite>(one).Name.ToString().TrimEnd('.')));
        Assert.All(message.Prequisites, one => Assert.Equal(RecordType.CName, ((RecordNotExistsPrequisite)one).RecordType));
        Assert.Equal(4, message.Updates.OfType<DeleteAllRecordsUpdate>().Count());
        Assert.Equal(["10.0.0.1 5", "10.0.0.2 5", "fd00::2 5"], message.Updates.OfType<AddRecordUpdate>().Select(one => (AddressRecordBase)one.Record).Select(record => $"{record.Address} {record.TimeToLive}"));
    }

    [Theory]
    [InlineData("hmac-sha256", 32)]
    [InlineData("hmac-sha384", 48)]
    [InlineData("hmac-sha512", 64)]
    public void An_answer_is_believed_when_it_is_signed_over_itself_and_what_it_answers(string algorithm, int length)
    {
        var key = new TsigKey(Spec(algorithm));
        var asked = UpdateReply.Read([.. Answered(Write(["a.b"], Names(("a.b", ["10.0.0.1"])), key, out var mac))])!.Signature!;
        Assert.Equal((length, Now.ToUnixTimeSeconds(), 300, 0x77), (mac.Length, asked.Seconds, asked.Fudge, asked.OriginalId));
        Assert.Equal(mac, asked.Mac);

        var answer = Sign(algorithm, QueryText.Head(0x77, 0xA800, 0, 0, 0, 0), mac);
        Assert.True(IsValid(key, answer, mac, Now));
        Assert.False(IsValid(key, answer, [.. mac[..^1], (byte)(mac[^1] ^ 1)], Now));
        Assert.False(IsValid(key, answer, mac, Now.AddSeconds(301)));
        Assert.False(IsValid(key, answer, mac, Now.AddSeconds(-301)));
        foreach (var at in (int[])[3, 20, answer.Length - 8])
        {
            byte[] changed = [.. answer];
            changed[at] ^= 1;
            Assert.False(IsValid(key, changed, mac, Now), $"byte {at}");
        }
    }

    [Fact]
    public void What_is_due_is_what_differs_what_is_doubtful_and_never_nobody()
    {
        var none = new HashSet<string>();
        var wanted = Names(("p.g", ["10.0.0.1"]), ("r.g", []), ("n.g", ["10.0.0.3"]));
        Assert.Equal(["n.g", "p.g"], UpdateSender.Due(wanted, Names(), none).Order(StringComparer.Ordinal));
        Assert.Equal(["x.g"], UpdateSender.Due(wanted, Names(("p.g", ["10.0.0.1"]), ("r.g", ["10.0.0.2"]), ("n.g", ["10.0.0.3"]), ("x.g", ["10.0.0.4"])), none));
        Assert.Equal(["p.g"], UpdateSender.Due(wanted, wanted, new HashSet<string> { "p.g" }));
    }

    [Theory]
    [InlineData("Done", true, null)]
    [InlineData("Done", false, "not signed")]
    [InlineData("Refused", true, "refuses updates of z by the key k")]
    [InlineData("NotAuthoritative", true, "not the primary server of z")]
    [InlineData("RecordsExist", true, "an alias")]
    [InlineData("NotInZone", true, "is not in z")]
    [InlineData("ServerFailure", true, "SERVFAIL")]
    [InlineData("NotImplemented", true, "it answered NotImplemented")]
    public void A_refusal_says_what_happened_and_what_to_do(string code, bool isSigned, string? why)
    {
        var refusal = UpdateRefusal.Of(new UpdateReply(1, Enum.Parse<ResponseCode>(code), null, 12), isSigned, "k", "z");
        Assert.Equal(why is null, refusal is null);
        if (why is not null) Assert.Contains(why, refusal!.Why, StringComparison.Ordinal);
        if (why is not null) Assert.NotEmpty(refusal!.Advice);
    }

    [Theory]
    [InlineData(16, "BADSIG")]
    [InlineData(17, "BADKEY")]
    [InlineData(18, "BADTIME")]
    public void A_fault_of_the_key_is_told_before_the_code(int error, string word)
    {
        var reply = new UpdateReply(1, ResponseCode.NotAuthoritative, new TsigRecord([], [], 0, 0, [], 1, error, []), 12);
        Assert.Contains(word, UpdateRefusal.Of(reply, false, "k", "z")!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_are_mistaken_for_a_reply()
    {
        var random = new Random(5);
        var good = Write(["a.b", "c.b"], Names(("a.b", ["10.0.0.1"]), ("c.b", [])), new TsigKey(Spec("hmac-sha256")), out _);
        good[2] |= 0x80;
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = random.Next(3) == 0 ? new byte[random.Next(64)] : good[..random.Next(good.Length + 1)].ToArray();
            for (var change = 0; change < 3 && bytes.Length > 0; change++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            UpdateReply.Read(bytes);
        }
    }

    [Fact]
    public void The_key_is_in_no_text()
    {
        Assert.DoesNotContain(Spec("hmac-sha256").KeySecret, $"{Spec("hmac-sha256")}{new TsigKey(Spec("hmac-sha256"))}", StringComparison.Ordinal);
    }

    private static DnsUpdateSpec Spec(string algorithm) => new(new NodeAddress("127.0.0.1", 53), "mainstay-key", algorithm, Convert.ToBase64String(Enumerable.Range(0, 32).Select(n => (byte)n).ToArray()));

    private static byte[] Answered(byte[] message) => [.. message[..2], (byte)(message[2] | 0x80), .. message[3..]];

    private static bool IsValid(TsigKey key, byte[] answer, byte[] mac, DateTimeOffset now) =>
        UpdateReply.Read(answer) is { Signature: { } signature } reply && key.IsValid(mac, reply.Unsigned(answer), signature, now);

    /// <summary>Signs an answer as RFC 8945, 5.3 says, put together by hand.</summary>
    private static byte[] Sign(string algorithm, byte[] answer, byte[] asked)
    {
        byte[] time = [0, 0, .. BitConverter.GetBytes((uint)Now.ToUnixTimeSeconds()).Reverse(), .. QueryText.Words(300)];
        byte[] variables = [.. QueryText.Name("mainstay-key"), .. QueryText.Words(255, 0, 0), .. QueryText.Name(algorithm), .. time, .. QueryText.Words(0, 0)];
        byte[] text = [.. QueryText.Words((ushort)asked.Length), .. asked, .. answer, .. variables];
        var secret = Convert.FromBase64String(Spec(algorithm).KeySecret);
        var mac = algorithm switch { "hmac-sha256" => HMACSHA256.HashData(secret, text), "hmac-sha384" => HMACSHA384.HashData(secret, text), _ => HMACSHA512.HashData(secret, text) };
        byte[] data = [.. QueryText.Name(algorithm), .. time, .. QueryText.Words((ushort)mac.Length), .. mac, .. QueryText.Words(0x77, 0, 0)];
        return [.. answer[..10], .. QueryText.Words(1), .. QueryText.Name("mainstay-key"), .. QueryText.Words(250, 255, 0, 0, (ushort)data.Length), .. data];
    }

    private static byte[] Write(ImmutableArray<string> names, Mainstay.Server.Dns.NameSet wanted, TsigKey? key, out byte[] mac)
    {
        var writer = new WireWriter(new byte[4096]);
        UpdateMessage.Write(ref writer, 0x77, Name, names, wanted, TimeSpan.FromSeconds(5));
        mac = key?.Sign(ref writer, Now) ?? [];
        return writer.Written.ToArray();
    }
}
