using Mainstay.Server.Control.Remarks;

namespace Mainstay.Server.Tests.Unmanaged;

public sealed class NodeRemarksTests
{
    private static readonly NodeFacts Good = new() { ConfigurationFile = "/etc/redis/redis.conf", Save = "3600 1", AppendOnly = false, MinReplicasToWrite = 1 };

    [Fact]
    public void Of_a_server_that_is_set_up_well_only_that_it_is_not_ours() => Assert.Equal(["is started by others: it is neither started again nor replaced by us"], NodeRemarks.Of(Good));

    [Fact]
    public void Before_it_said_anything_nothing_is_claimed() => Assert.Single(NodeRemarks.Of(new NodeFacts()));

    [Fact]
    public void Each_weakness_is_named()
    {
        Assert.StartsWith("was started without a configuration file", NodeRemarks.Of(Good with { ConfigurationFile = "" })[0], StringComparison.Ordinal);
        Assert.StartsWith("cannot write down that it is a replica (CONFIG REWRITE: ERR Permission denied)", NodeRemarks.Of(Good with { RewriteRefused = "ERR Permission denied" })[0], StringComparison.Ordinal);
        Assert.StartsWith("keeps nothing on disk", NodeRemarks.Of(Good with { Save = "" })[0], StringComparison.Ordinal);
        Assert.Single(NodeRemarks.Of(Good with { Save = "", AppendOnly = true }));
        Assert.StartsWith("takes writes while it is cut off", NodeRemarks.Of(Good with { IsPrimary = true, MinReplicasToWrite = 0 })[0], StringComparison.Ordinal);
        Assert.Single(NodeRemarks.Of(Good with { IsPrimary = false, MinReplicasToWrite = 0 }));
    }

    [Theory]
    [InlineData("NOPERM this user has no permissions to run the 'config|get' command", "+config|get")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", "not the server's")]
    [InlineData("NOAUTH Authentication required.", "set username and password")]
    public void A_refusal_says_what_to_grant(string refusal, string advice)
    {
        Assert.Contains(advice, NodeRemarks.Of(Good with { ReportRefused = refusal })[0], StringComparison.Ordinal);
        Assert.Contains(refusal, NodeRemarks.Of(Good with { ConfigurationRefused = refusal })[0], StringComparison.Ordinal);
    }
}
