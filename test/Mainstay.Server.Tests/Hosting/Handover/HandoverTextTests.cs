using System.Collections.Immutable;
using System.Text;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting.Handover;

namespace Mainstay.Server.Tests.Hosting.Handover;

/// <summary>The words of the handover are a contract with the versions before and after this one.</summary>
public sealed class HandoverTextTests
{
    private static readonly GroupTopology _topology = new()
    {
        Group = "orders",
        Term = 7,
        Revision = 2,
        State = GroupState.Serving,
        Primary = new PrimaryIdentity("orders-001", "run", "repl", -1),
        Nodes = [new TopologyNode("orders-001", new NodeAddress("127.0.0.1", 6411), NodeRole.Primary, NodeHealth.Online, "run") { UnixSocket = "/s" }],
    };

    private static readonly (HandoverMessage Message, string Text)[] _words =
    [
        (new HandoverMessage.Hello([1], "0.1.0", "/data", "a", 30), """{"say":"hello","speaks":[1],"program":"0.1.0","data":"/data","host":"a","drainSeconds":30}"""),
        (new HandoverMessage.Refused("no"), """{"say":"refused","why":"no"}"""),
        (new HandoverMessage.Welcome(1, "0.1.0"), """{"say":"welcome","speaks":1,"program":"0.1.0"}"""),
        (new HandoverMessage.Lock(), """{"say":"lock"}"""),
        (new HandoverMessage.Listener("orders", EndpointKind.Reader, true, "[::1]:6401"), """{"say":"listener","group":"orders","kind":"Reader","tls":true,"address":"[::1]:6401"}"""),
        (new HandoverMessage.Yours(), """{"say":"yours"}"""),
        (new HandoverMessage.Fence(3, "orders", 8, 250), """{"say":"fence","id":3,"group":"orders","term":8,"drainMilliseconds":250}"""),
        (new HandoverMessage.Fenced(3, true), """{"say":"fenced","id":3,"drained":true}"""),
        (new HandoverMessage.Cluster(4, new ClusterTopology { Cluster = "pages", Version = 12, Revision = 5, Nodes = [new ClusterNode("pages-001", new NodeAddress("127.0.0.1", 11211), NodeHealth.Silent) { Ip = "127.0.0.1", Life = 2, Outage = 3 }] }),
            """{"say":"cluster","id":4,"snapshot":{"cluster":"pages","version":12,"revision":5,"nodes":[{"name":"pages-001","address":{"host":"127.0.0.1","port":11211},"health":"Silent","ip":"127.0.0.1","life":2,"outage":3,"warmFrom":null,"version":null,"serves":false}]}}"""),
        (new HandoverMessage.Serving(), """{"say":"serving"}"""),
        (new HandoverMessage.Draining(), """{"say":"draining"}"""),
        (new HandoverMessage.Client
        {
            Group = "orders",
            Kind = EndpointKind.Primary,
            Tls = false,
            Address = "127.0.0.1:6400",
            Remote = "127.0.0.1:5",
            Protocol = 3,
            Credentials = ImmutableArray.Create("u"u8.ToArray(), "p"u8.ToArray()),
            Select = "s"u8.ToArray(),
            Settings = ImmutableSortedDictionary<string, byte[]>.Empty.Add("ClientSetName", "n"u8.ToArray()),
            HasSent = true,
            Begun = "*1"u8.ToArray(),
        },
            """{"say":"client","group":"orders","kind":"Primary","tls":false,"address":"127.0.0.1:6400","remote":"127.0.0.1:5","protocol":3,"credentials":["dQ==","cA=="],"select":"cw==","settings":{"ClientSetName":"bg=="},"hasSharedWrites":false,"hasSent":true,"begun":"KjE="}"""),
    ];

    [Fact]
    public void Messages_are_written_and_read_as_they_were_agreed_on()
    {
        foreach (var (message, text) in _words)
        {
            Assert.Equal(text, Encoding.UTF8.GetString(HandoverText.Write(message)));
            var read = HandoverText.Read(Encoding.UTF8.GetBytes(text), out var fault);
            Assert.Null(fault);
            Assert.Equal(message.GetType(), read!.GetType());
            Assert.Equal(text, Encoding.UTF8.GetString(HandoverText.Write(read)));
        }
    }

    [Fact]
    public void A_topology_arrives_whole()
    {
        var read = Assert.IsType<HandoverMessage.Topology>(HandoverText.Read(HandoverText.Write(new HandoverMessage.Topology(_topology)), out _)).Snapshot;
        Assert.Equal(_topology.Nodes, read.Nodes);
        Assert.Equal(_topology with { Nodes = [] }, read with { Nodes = [] });
    }

    [Fact]
    public void What_a_later_version_adds_is_passed_over() =>
        Assert.Equal(new HandoverMessage.Refused("no"), HandoverText.Read("""{"why":"no","more":{"deep":[1]},"say":"refused"}"""u8, out _));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"say":"obey"}""")]
    [InlineData("""{"say":7}""")]
    [InlineData("""{"say":"hello"}""")]
    [InlineData("""{"say":"hello","speaks":null,"program":"x","data":"d","host":"h","drainSeconds":1}""")]
    [InlineData("""{"say":"hello","speaks":[1],"program":"x","data":null,"host":"h","drainSeconds":1}""")]
    [InlineData("""{"say":"hello","speaks":[1],"program":"x","data":"d","host":"h","drainSeconds":-1}""")]
    [InlineData("""{"say":"hello","speaks":[1],"program":"x","data":"d","host":"h","drainSeconds":1e300}""")]
    [InlineData("""{"say":"fence","id":1,"group":"g","term":-1,"drainMilliseconds":0}""")]
    [InlineData("""{"say":"fence","id":1,"group":"g","term":1,"drainMilliseconds":1e300}""")]
    [InlineData("""{"say":"topology","snapshot":null}""")]
    [InlineData("""{"say":"topology","snapshot":{"group":"g","term":1,"revision":1,"state":"Serving","nodes":[null]}}""")]
    [InlineData("""{"say":"topology","snapshot":{"group":"g","term":1,"revision":1,"state":"Dancing","nodes":[]}}""")]
    [InlineData("""{"say":"client","group":"g","kind":"Primary","tls":false,"address":"a","protocol":2,"credentials":[null]}""")]
    [InlineData("""{"say":"client","group":"g","kind":"Primary","tls":false,"address":"a","protocol":2,"settings":{"x":null}}""")]
    [InlineData("""{"say":"client","group":"g","kind":"Primary","tls":false,"address":"a","protocol":2,"begun":"***"}""")]
    public void What_is_no_message_is_told(string text)
    {
        Assert.Null(HandoverText.Read(Encoding.UTF8.GetBytes(text), out var fault));
        Assert.False(string.IsNullOrEmpty(fault));
    }

    [Fact]
    public void Whatever_bytes_come_they_are_a_message_or_a_fault()
    {
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = HandoverText.Write(_words[random.Next(_words.Length)].Message);
            for (var changes = random.Next(1, 5); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.NotEqual(HandoverText.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)), out var fault) is null, fault is null);
        }

        Assert.Null(HandoverText.Read(new byte[HandoverText.Longest + 1], out var tooLong));
        Assert.Contains("longer than", tooLong, StringComparison.Ordinal);
        Assert.Null(HandoverText.Read(Encoding.UTF8.GetBytes(new string('[', 1000)), out _));
    }
}
