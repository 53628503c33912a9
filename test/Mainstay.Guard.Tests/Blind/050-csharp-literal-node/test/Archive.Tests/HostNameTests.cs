using Xunit;

namespace Archive.Tests;

public class HostNameTests
{
    [Theory]
    [InlineData("archive-001.archive.k2uo8g.euc1.cache.amazonaws.com", true)]
    [InlineData("master.archive.k2uo8g.euc1.cache.amazonaws.com", false)]
    public void Tells_a_node_from_an_endpoint(string host, bool node)
    {
        Assert.Equal(node, HostName.IsNode(host));
    }
}
