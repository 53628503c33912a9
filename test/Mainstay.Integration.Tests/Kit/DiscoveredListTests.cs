using System.Text;
using Mainstay.TestKit.Memcached;

namespace Mainstay.Integration.Tests.Kit;

/// <summary>The client of Auto Discovery takes what Amazon describes, and nothing that differs by a byte.</summary>
public sealed class DiscoveredListTests
{
    private const string Payload = "12\na.example|10.0.0.1|11211 b.example|10.0.0.2|11211\n";

    [Fact]
    public void What_is_described_is_read()
    {
        var list = DiscoveredList.ParseAnswer(Encoding.ASCII.GetBytes($"CONFIG cluster 0 {Payload.Length}\r\n{Payload}\r\nEND\r\n"));
        Assert.Equal(12, list.Version);
        Assert.Equal([new DiscoveredNode("a.example", "10.0.0.1", 11211), new DiscoveredNode("b.example", "10.0.0.2", 11211)], list.Nodes);
        Assert.Equal($"{list}", $"{DiscoveredList.ParseAnswer(Encoding.ASCII.GetBytes($"VALUE AmazonElastiCache:cluster 0 {Payload.Length}\r\n{Payload}\r\nEND\r\n"), older: true)}");
    }

    [Theory]
    [InlineData("CONFIG cluster 0 52\r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 0 54\r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 1 53\r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 0 53 \r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 0 053\r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG Cluster 0 53\r\n{0}\r\nEND\r\n")]
    [InlineData("VALUE AmazonElastiCache:cluster 0 53\r\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 0 53\n{0}\r\nEND\r\n")]
    [InlineData("CONFIG cluster 0 53\r\n{0}\nEND\r\n")]
    [InlineData("CONFIG cluster 0 53\r\n{0}\r\nEND\n")]
    [InlineData("CONFIG cluster 0 53\r\n{0}\r\nEND\r\n\r\n")]
    public void An_answer_that_differs_is_refused(string answer)
    {
        Assert.Equal(53, Payload.Length);
        Assert.Throws<FormatException>(() => DiscoveredList.ParseAnswer(Encoding.ASCII.GetBytes(answer.Replace("{0}", Payload, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("12\na|10.0.0.1|11211")]
    [InlineData("12\r\na|10.0.0.1|11211\n")]
    [InlineData("12\na|10.0.0.1|11211\n\n")]
    [InlineData("1.2\na|10.0.0.1|11211\n")]
    [InlineData("\na|10.0.0.1|11211\n")]
    [InlineData("12\n\n")]
    [InlineData("12\na|10.0.0.1|11211 \n")]
    [InlineData("12\na|10.0.0.1|11211  b|10.0.0.2|11211\n")]
    [InlineData("12\nb|10.0.0.2|11211 a|10.0.0.1|11211\n")]
    [InlineData("12\na|10.0.0.1|11211 a|10.0.0.1|11211\n")]
    [InlineData("12\na|10.0.0.1\n")]
    [InlineData("12\na||11211\n")]
    [InlineData("12\na|::1|11211\n")]
    [InlineData("12\na|10.1|11211\n")]
    [InlineData("12\na_b|10.0.0.1|11211\n")]
    [InlineData("12\na|10.0.0.1|0\n")]
    [InlineData("12\na|10.0.0.1|70000\n")]
    public void A_list_that_differs_is_refused(string payload) => Assert.Throws<FormatException>(() => DiscoveredList.ParsePayload(payload));
}
