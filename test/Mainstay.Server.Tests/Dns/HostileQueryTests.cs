using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using static Mainstay.Server.Tests.Dns.ServerUnderTest;

namespace Mainstay.Server.Tests.Dns;

/// <summary>
/// Malformed queries by the thousand: random ones, and good ones with a few bytes changed, cut or doubled. From a seed, so that a red run can be
/// had again. Alone in its process, for what others allocate meanwhile would count as growth.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class HostileQueryTests
{
    private static readonly byte[][] Seeds =
    [
        QueryText.Ask("primary.main.mainstay.internal", payload: 4096), QueryText.Ask("many.main.mainstay.internal"), QueryText.Ask("nobody.main.mainstay.internal", QueryText.Aaaa, payload: 512, signatures: true),
        QueryText.Ask("mainstay.internal", QueryText.Ns, payload: 1232), QueryText.Ask("mainstay.internal", QueryText.Any), QueryText.Ask(string.Join('.', Enumerable.Repeat("a", 20)), QueryText.Soa),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_message_does_harm_and_every_answer_is_one(int seed)
    {
        var random = new Random(seed);
        var answered = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var query = Make(random);
            var answer = ZoneUnderTest.Bytes(query, datagram: random.Next(2) == 0, turn: (uint)i);
            if (answer.Length == 0) continue;
            answered++;
            Assert.True(query[..2].AsSpan().SequenceEqual(answer.AsSpan(0, 2)) && (answer[2] & 0x80) != 0 && answer.Length >= 12);
            if ((answer[2] & 0x78) == 0) DnsMessage.Parse(new ArraySegment<byte>(answer));
        }

        Assert.InRange(answered, 30_000, 100_000);
    }

    [Fact]
    public async Task A_server_under_a_hail_of_them_goes_on_and_does_not_grow()
    {
        await using var server = new ServerUnderTest(TimeSpan.FromSeconds(2));
        var random = new Random(4);
        using var datagrams = server.Datagram();
        Hail(server, datagrams, random, 5_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Hail(server, datagrams, random, 20_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 4 << 20, $"{grown} bytes more than before");
        Assert.Equal(["10.0.0.1"], ZoneUnderTest.Addresses(server.Ask(Seeds[0])));
        Assert.True(server.Desk.Figures.Answers(Mainstay.Server.Dns.Wire.ResponseCode.FormatError) > 0 && server.Desk.Figures.Silences > 0);
    }

    private static void Hail(ServerUnderTest server, Socket datagrams, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            datagrams.Send(Make(random));
            if (i % 100 != 0) continue;

            // Over TCP too: with a length that is right, or any.
            using var stream = server.Stream();
            var query = Make(random);
            try
            {
                stream.Send(random.Next(2) == 0 ? Framed(query) : [(byte)random.Next(16), (byte)random.Next(256), .. query]);
            }
            catch (SocketException)
            {
                // It was closed under our hands, which is its right.
            }
        }
    }

    private static byte[] Make(Random random)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(80)];
            random.NextBytes(noise);
            return noise;
        }

        var query = Seeds[random.Next(Seeds.Length)].ToList();
        for (var changes = random.Next(1, 5); changes > 0 && query.Count > 0; changes--)
        {
            var at = random.Next(query.Count);
            switch (random.Next(5))
            {
                case 0: query[at] = (byte)random.Next(256); break;
                case 1: query[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: query.RemoveRange(at, random.Next(query.Count - at)); break;
                case 3: query.InsertRange(at, query[at..Math.Min(query.Count, at + random.Next(40))]); break;
                default: query[at] = (byte)(random.Next(2) == 0 ? 0xC0 : 0xFF); break;
            }
        }

        return [.. query];
    }
}
