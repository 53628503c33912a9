using System.Text.RegularExpressions;
using Mainstay.TestKit.Memcached;
using Mainstay.TestKit.Servers;

namespace Mainstay.Endpoints.Tests.Memcached;

/// <summary>The same requests at a server and through an endpoint of two: the same bytes.</summary>
public sealed partial class ConformanceTests
{
    public static TheoryData<string> Requests { get; } =
    [
        // Classic commands.
        "get a\r\n", "set a 5 0 3\r\nabc\r\nget a\r\n", "set a 0 0 3\r\nabc\r\nset b 1 0 2\r\nde\r\nset c 2 0 0\r\n\r\nget a b c d a\r\n",
        "add a 0 0 1\r\nx\r\nadd a 0 0 1\r\ny\r\nreplace a 0 0 1\r\nz\r\nreplace b 0 0 1\r\nz\r\nget a b\r\n",
        "append a 0 0 1\r\nx\r\nset a 0 0 1\r\nm\r\nappend a 0 0 1\r\nx\r\nprepend a 0 0 1\r\ny\r\nget a\r\n",
        "set a 0 0 1\r\nx\r\ngets a b\r\n", "cas a 0 0 1 99\r\nx\r\nset a 0 0 1\r\nx\r\ncas a 0 0 1 99999\r\ny\r\nget a\r\n",
        "set n 0 0 2\r\n10\r\nincr n 5\r\ndecr n 20\r\nincr m 1\r\nget n\r\n", "set n 0 0 1\r\nx\r\nincr n 1\r\nincr n x\r\n", "set a 0 0 1\r\nx\r\ntouch a 100\r\ntouch b 100\r\n",
        "set a 0 0 1\r\nx\r\ndelete a\r\ndelete a\r\n", "set a 0 0 1\r\nx\r\ndelete a 0\r\ndelete a 5\r\ndelete a 0 noreply\r\ndelete\r\n",
        "set a 0 0 1\r\nx\r\ngat 100 a b\r\ngats 100 a\r\ngat 100\r\ngat x a\r\n", "set a 0 -1 1\r\nx\r\nget a\r\n",
        "set a 0 0 1\r\nx\r\nset b 0 0 1\r\nx\r\nflush_all\r\nget a b\r\n", "flush_all noreply\r\nverbosity 0\r\nverbosity 0 noreply\r\nverbosity\r\nflush_all 0\r\nflush_all x\r\n",

        // Without an answer.
        "set a 0 0 1 noreply\r\nx\r\nget a\r\nincr a 1 noreply\r\ndelete a noreply\r\nget a\r\ntouch a 1 noreply\r\nadd a 0 0 1 noreply\r\ny\r\nget a\r\n",
        "cas a 0 0 1 5 noreply\r\nx\r\nappend a 0 0 1 noreply\r\nx\r\nget a\r\n",

        // What makes no sense.
        "\r\n", "foo\r\n", "GET a\r\n", "get\r\n", "gets\r\n", "set a\r\n", "set a 0 0\r\n", "set a 0 0 x\r\n", "set a 0 0 -1\r\n",
        "set a 0 0 3\r\nabcd\r\nget a\r\n", "set a 0 0 3 noreply\r\nabcd\r\n", "set a 0 0 3\r\nab\r\n\r\n", "incr a\r\n", "touch a\r\n", "touch\r\n",
        "set a 0 0 3 foo\r\nabc\r\n", "set a 99999999999 0 1\r\nx\r\n", "set a 4294967295 0 1\r\nx\r\nget a\r\n", "set a 4294967296 0 1\r\nx\r\n", "get a\nget b\n", "  get a\r\n", "get  a   b \r\n", "get a \r\n",
        "delete a b c\r\n", "incr a -1\r\n", "incr a 99999999999999999999999\r\n", "decr\r\n",

        // Meta commands.
        "mg a\r\nmg a v\r\nmg a v t f s k O123 q\r\n", "ms a 3\r\nabc\r\nmg a\r\nmg a v\r\nmg a v t f s k O123\r\nmg a k\r\nmg a t s f h l\r\n",
        "ms a 3 F5 T0\r\nabc\r\nmg a f v\r\n", "ms a 3 q\r\nabc\r\nmg a v q\r\nmg b v q\r\n", "ms a 3 ME\r\nabc\r\nms a 3 ME\r\nabc\r\nms b 3 MR\r\nabc\r\nms a 1 MA\r\nx\r\nms a 1 MP\r\ny\r\nmg a v\r\nms a 1 Mx\r\nx\r\n",
        "ms a 3 k O9 c\r\nabc\r\n", "ms a S3\r\nabc\r\n", "ms a\r\n", "ms a x\r\n", "ms a 3 C99\r\nabc\r\nms a 3\r\nabc\r\nms a 3 C99999\r\nabc\r\n", "md a\r\nms a 1\r\nx\r\nmd a k O5\r\nmd a\r\n", "ms a 1\r\nx\r\nmd a q\r\nmd a q\r\n",
        "ms a 1\r\nx\r\nmd a I T30\r\nmg a v\r\nmg a v\r\n", "mg a N30 v\r\nmg a N30 v\r\n", "ms n 2\r\n10\r\nma n v\r\nma n MD v D3\r\nma n q v\r\nma n t k O7\r\nma m\r\nma m N0 J5 v\r\nma m q\r\n",
        "ms YQ== 3 b\r\nabc\r\nmg YQ== b k v\r\nmg a v\r\nmd YQ== b q\r\nmg a v\r\nmg Y b\r\n", "mg\r\n", "mg a z\r\n", "mg a vv\r\n", "mg a v v\r\n", "me a\r\n", "ma a Mx\r\n", "ms a 3\r\nabcd\r\n", "ms a 3 q\r\nabcd\r\n",
        "mg a s v O1 k q\r\nmg b s v O2 k q\r\nms a 2 T60\r\nhi\r\nmg a s v O3 k q\r\n", "mg a E5 v\r\n", "ms a 2 E77 c\r\nhi\r\nmg a c\r\n",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_a_server_answers_the_endpoint_answers(string requests)
    {
        await using var alone = await MemcachedServer.StartAsync();
        await using var cluster = await RealCluster.StartAsync();
        using var direct = await TextClient.ConnectAsync(alone.Port);
        using var through = await cluster.ConnectAsync();
        var expected = await direct.AllAsync(requests);
        Assert.Equal(Comparable(expected), Comparable(await through.AllAsync(requests)));
    }

    [Fact]
    public async Task Keys_and_values_of_every_length_are_as_at_a_server()
    {
        await using var alone = await MemcachedServer.StartAsync();
        await using var cluster = await RealCluster.StartAsync();
        using var direct = await TextClient.ConnectAsync(alone.Port);
        using var through = await cluster.ConnectAsync();
        foreach (var length in new[] { 1, 249, 250 })
        {
            var key = new string('k', length);
            foreach (var request in new[] { $"set {key} 0 0 1\r\nx", $"ms {key} 1\r\ny" }) Assert.Equal(await direct.AllAsync(request + "\r\n"), await through.AllAsync(request + "\r\n"));
        }

        foreach (var length in new[] { 1, 249, 250, 251, 300, 1000 })
        {
            var key = new string('k', length);
            foreach (var request in new[] { $"get {key}", $"get a {key}", $"get {key} a", $"mg {key} v", $"delete {key}", $"incr {key} 1", $"touch {key} 0" })
                Assert.Equal(await direct.AllAsync(request + "\r\n"), await through.AllAsync(request + "\r\n"));
        }

        foreach (var length in new[] { 0, 1000, 16_000, 16_384, 70_000, 500_000, 1_048_000, 1_048_576, 1_048_577, 3_000_000 })
        {
            var value = new string('v', length);
            var requests = $"set big 0 0 1\r\no\r\nset big 0 0 {length}\r\n{value}\r\nget big\r\nms big {length}\r\n{value}\r\nmg big v\r\nadd big 0 0 {length} noreply\r\n{value}\r\n";
            var expected = await direct.AllAsync(requests);
            Assert.Equal(expected, await through.AllAsync(requests));
        }
    }

    [Theory]
    [InlineData("set a x 0 1\r\nx\r\n", "CLIENT_ERROR bad command line format\r\n")]
    [InlineData("set a 0 x 1\r\nx\r\n", "CLIENT_ERROR bad command line format\r\n")]
    [InlineData("cas a 0 0 1\r\nx\r\n", "ERROR\r\n")]
    [InlineData("cas a 0 0 1 x\r\nx\r\n", "CLIENT_ERROR bad command line format\r\n")]
    [InlineData("set long 0 0 11\r\nflush_all\r\n\r\n", "CLIENT_ERROR bad command line format\r\n")]
    public async Task The_data_of_a_line_that_is_refused_are_not_run(string requests, string answer)
    {
        // A server of 1.6.18 runs them as commands. Newer ones do not, and whoever names keys after what users type is glad of it.
        await using var cluster = await RealCluster.StartAsync();
        using var client = await cluster.ConnectAsync();
        Assert.Equal(answer, await client.AllAsync(requests.Replace("long", new string('k', 251), StringComparison.Ordinal)));
    }

    // Numbers of items are a server's own.
    private static string Comparable(string answer) => Numbers().Replace(answer, " c");

    [GeneratedRegex(@"(?<=VALUE \S+ \d+ \d+) \d+(?=\r)|(?<=(HD|VA \d+|EN|NS|EX|NF)[^\r]*) c\d+|(?<=ME [^\r]*) cas=\d+")]
    private static partial Regex Numbers();
}
