using ARSoft.Tools.Net.Dns;
using static Mainstay.Server.Tests.Dns.ZoneUnderTest;

namespace Mainstay.Server.Tests.Dns;

/// <summary>What is answered to what, by the RFCs.</summary>
public sealed class ResponderTests
{
    [Fact]
    public void Addresses_are_answered_with_authority_and_their_ttl()
    {
        var answer = Ask("primary.main.mainstay.internal");
        Assert.Equal((ReturnCode.NoError, true, false, true, false), (answer.ReturnCode, answer.IsAuthoritiveAnswer, answer.IsRecursionAllowed, answer.IsRecursionDesired, answer.IsTruncated));
        var record = Assert.IsType<ARecord>(Assert.Single(answer.AnswerRecords));
        Assert.Equal(("10.0.0.1", 5, "primary.main.mainstay.internal"), (record.Address.ToString(), record.TimeToLive, record.Name.ToString().TrimEnd('.')));
        Assert.Equal(0x1234, answer.TransactionID);
        Assert.Equal(["fd00::2"], Addresses(Ask("reader.main.mainstay.internal", QueryText.Aaaa)));
    }

    [Fact]
    public void Several_addresses_are_named_first_by_turns()
    {
        var query = QueryText.Ask("reader.main.mainstay.internal");
        Assert.Equal(["10.0.0.2", "10.0.0.3"], Addresses(ZoneUnderTest.Ask(query, turn: 0)));
        Assert.Equal(["10.0.0.3", "10.0.0.2"], Addresses(ZoneUnderTest.Ask(query, turn: 1)));
        Assert.Equal(["10.0.0.3", "10.0.0.2"], Addresses(ZoneUnderTest.Ask(query, turn: uint.MaxValue)));
    }

    [Fact]
    public void The_apex_has_an_authority_and_a_name_server_with_its_addresses()
    {
        var authority = Assert.IsType<SoaRecord>(Assert.Single(Ask(Name, QueryText.Soa).AnswerRecords));
        Assert.Equal((7u, 1, 5), (authority.SerialNumber, authority.NegativeCachingTTL, authority.TimeToLive));
        Assert.Equal("ns.mainstay.internal", authority.MasterName.ToString().TrimEnd('.'));
        var servers = Ask(Name, QueryText.Ns);
        Assert.Equal("ns.mainstay.internal", Assert.IsType<NsRecord>(Assert.Single(servers.AnswerRecords)).NameServer.ToString().TrimEnd('.'));
        Assert.Equal(["10.0.0.9", "fd00::9"], servers.AdditionalRecords.OfType<AddressRecordBase>().Select(record => record.Address.ToString()));
        Assert.All(servers.AdditionalRecords.OfType<AddressRecordBase>(), record => Assert.Equal("ns.mainstay.internal", record.Name.ToString().TrimEnd('.')));
        Assert.Equal(["10.0.0.9"], Addresses(Ask("ns.mainstay.internal")));
    }

    [Theory]
    [InlineData("nobody.main.mainstay.internal", QueryText.A, ReturnCode.NxDomain)]
    [InlineData("main-001.mainstay.internal", QueryText.A, ReturnCode.NxDomain)]
    [InlineData("x.primary.main.mainstay.internal", QueryText.A, ReturnCode.NxDomain)]
    [InlineData("primary.main.mainstay.internal", QueryText.Txt, ReturnCode.NoError)]
    [InlineData("primary.main.mainstay.internal", QueryText.Aaaa, ReturnCode.NoError)]
    [InlineData("primary.main.mainstay.internal", QueryText.Soa, ReturnCode.NoError)]
    [InlineData("main.mainstay.internal", QueryText.A, ReturnCode.NoError)]
    [InlineData("main.mainstay.internal", QueryText.Any, ReturnCode.NoError)]
    [InlineData("gone.main.mainstay.internal", QueryText.A, ReturnCode.NoError)]
    [InlineData("mainstay.internal", QueryText.A, ReturnCode.NoError)]
    public void Nothing_is_an_answer_too_with_the_authority_that_says_for_how_long(string name, ushort kind, ReturnCode code)
    {
        var answer = Ask(name, kind);
        Assert.Equal((code, true, 0), (answer.ReturnCode, answer.IsAuthoritiveAnswer, answer.AnswerRecords.Count));
        var authority = Assert.IsType<SoaRecord>(Assert.Single(answer.AuthorityRecords));
        Assert.Equal((Name, 1), (authority.Name.ToString().TrimEnd('.'), authority.TimeToLive));
    }

    [Theory]
    [InlineData("example.org", QueryText.A, 1)]
    [InlineData("internal", QueryText.A, 1)]
    [InlineData("xmainstay.internal", QueryText.A, 1)]
    [InlineData("mainstay.internal", QueryText.Axfr, 1)]
    [InlineData("mainstay.internal", QueryText.Ixfr, 1)]
    [InlineData("primary.main.mainstay.internal", QueryText.A, 3)]
    [InlineData("primary.main.mainstay.internal", QueryText.A, 255)]
    public void What_is_not_ours_is_refused(string name, ushort kind, ushort type)
    {
        var answer = ZoneUnderTest.Ask(QueryText.Ask(name, kind, type: type));
        Assert.Equal((ReturnCode.Refused, false, 0, 0), (answer.ReturnCode, answer.IsAuthoritiveAnswer, answer.AnswerRecords.Count, answer.AuthorityRecords.Count));
    }

    [Fact]
    public void A_label_with_a_dot_in_it_is_another_name()
    {
        byte[] name = [12, .. "primary.main"u8, .. QueryText.Name(Name)];
        Assert.Equal(ReturnCode.NxDomain, ZoneUnderTest.Ask([.. QueryText.Head(1, 0, 1, 0, 0, 0), .. name, .. QueryText.Words(QueryText.A, 1)]).ReturnCode);
    }

    [Fact]
    public void All_kinds_are_answered_with_one()
    {
        Assert.Equal(["10.0.0.2", "10.0.0.3"], Addresses(Ask("reader.main.mainstay.internal", QueryText.Any)));
        Assert.IsType<SoaRecord>(Assert.Single(Ask(Name, QueryText.Any).AnswerRecords));
    }

    [Fact]
    public void The_question_comes_back_letter_by_letter_and_any_case_is_answered()
    {
        var query = QueryText.Ask("PrImArY.mAiN.MAINSTAY.internal");
        var answer = Bytes(query);
        Assert.Equal(query[12..], answer[12..query.Length]);
        Assert.Equal(["10.0.0.1"], Addresses(DnsMessage.Parse(new ArraySegment<byte>(answer))));
    }

    [Fact]
    public void Edns_is_answered_by_edns_and_silence_about_it_by_silence()
    {
        var answer = ZoneUnderTest.Ask(QueryText.Ask("primary.main.mainstay.internal", payload: 4096, signatures: true));
        Assert.Equal((1232, (byte)0, true), (answer.EDnsOptions!.UdpPayloadSize, answer.EDnsOptions.Version, answer.EDnsOptions.IsDnsSecOk));
        Assert.False(ZoneUnderTest.Ask(QueryText.Ask("primary.main.mainstay.internal")).IsEDnsEnabled);
        var other = ZoneUnderTest.Ask(QueryText.Ask("primary.main.mainstay.internal", payload: 4096, version: 1));
        Assert.Equal((ReturnCode.BadVersion, 0), (other.EDnsOptions!.ExtendedReturnCode, other.AnswerRecords.Count));
    }

    [Theory]
    [InlineData(null, 512)]
    [InlineData(100, 512)]
    [InlineData(700, 700)]
    [InlineData(1232, 1232)]
    [InlineData(65535, 1232)]
    public void What_does_not_fit_is_left_out_whole_and_told(int? payload, int room)
    {
        var query = QueryText.Ask("many.main.mainstay.internal", payload: payload);
        var (cut, whole) = (ZoneUnderTest.Ask(query), ZoneUnderTest.Ask(query, datagram: false));
        Assert.Equal(60, whole.AnswerRecords.Count);
        Assert.False(whole.IsTruncated);
        var fits = Bytes(query, datagram: false).Length <= room;
        Assert.Equal((!fits, fits ? 60 : 0), (cut.IsTruncated, cut.AnswerRecords.Count));
        Assert.True(Bytes(query).Length <= room);
    }

    [Fact]
    public void Another_operation_is_not_implemented_and_two_questions_are_malformed()
    {
        Assert.Equal(ReturnCode.NotImplemented, (ReturnCode)(Bytes([.. QueryText.Head(9, 0x2000, 1, 0, 0, 0), .. QueryText.Name(Name), .. QueryText.Words(6, 1)])[3] & 0xF));
        byte[] question = [.. QueryText.Name(Name), .. QueryText.Words(QueryText.Soa, 1)];
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask([.. QueryText.Head(9, 0, 2, 0, 0, 0), .. question, .. question]).ReturnCode);
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask(QueryText.Head(9, 0, 0, 0, 0, 0)).ReturnCode);
    }

    [Fact]
    public void Who_is_answered_by_an_answer_answers_again_so_nobody_is()
    {
        Assert.Empty(Bytes(QueryText.Ask("primary.main.mainstay.internal", flags: 0x8000)));
        Assert.Empty(Bytes([]));
        Assert.Empty(Bytes([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData("a pointer in the question", new byte[] { 0xC0, 12, 0, 1, 0, 1 })]
    [InlineData("a label that is longer than the message", new byte[] { 63, 97, 0, 0, 1, 0, 1 })]
    [InlineData("a label of a kind that there is not", new byte[] { 0x80, 97, 0, 0, 1, 0, 1 })]
    [InlineData("no end", new byte[] { 1, 97 })]
    [InlineData("no class", new byte[] { 1, 97, 0, 0, 1, 0 })]
    [InlineData("something behind it", new byte[] { 1, 97, 0, 0, 1, 0, 1, 0 })]
    public void What_is_no_question_is_malformed(string what, byte[] question)
    {
        var answer = ZoneUnderTest.Ask([.. QueryText.Head(0x4242, 0x0100, 1, 0, 0, 0), .. question]);
        Assert.True((ReturnCode.FormatError, 0x4242) == (answer.ReturnCode, answer.TransactionID), what);
    }

    [Fact]
    public void What_follows_the_question_must_be_whole_and_no_second_edns()
    {
        var good = QueryText.Ask(Name, QueryText.Soa, payload: 1232);
        byte[] option = good[^11..];
        byte[] Grown(params byte[] more) => [.. QueryText.Head(1, 0, 1, 0, 0, 2), .. good[12..], .. more];
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask(Grown(option)).ReturnCode);
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask(Grown(option[..^1])).ReturnCode);
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask(good[..^1]).ReturnCode);
        Assert.Equal(ReturnCode.FormatError, ZoneUnderTest.Ask([.. good[..^2], 0, 3, 0, 10, 0]).ReturnCode);
        Assert.Equal(ReturnCode.NoError, ZoneUnderTest.Ask([.. good[..^2], 0, 12, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]).ReturnCode);
    }
}
