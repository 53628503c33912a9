using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Installing;

/// <summary>What the unit must say for the daemon's promises to hold under systemd.</summary>
public sealed class UnitTests
{
    private static readonly UnitFile Unit = UnitFile.Parse(File.ReadAllText(Path.Combine(MainstayProgram.Root, "packaging", "systemd", "mainstay.service")));

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("NotifyAccess", "main")]
    [InlineData("ExecReload", "/bin/kill -HUP $MAINPID")]
    [InlineData("Restart", "on-failure")]
    [InlineData("RestartPreventExitStatus", "2")]
    [InlineData("User", "mainstay")]
    [InlineData("StateDirectory", "mainstay")]
    [InlineData("StateDirectoryMode", "0700")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX AF_NETLINK")]
    public void It_says(string directive, string value) => Assert.Equal(value, Unit.Single(directive));

    [Fact]
    public void Its_end_is_not_that_of_the_nodes()
    {
        Assert.Equal("process", Unit.Single("KillMode"));
        Assert.Equal("continue", Unit.Single("OOMPolicy"));
        Assert.False(Unit.Has("RemoveIPC"));
        Assert.False(Unit.Has("DynamicUser"));
        Assert.False(Unit.Has("MemoryMax"));
    }

    [Fact]
    public void The_watchdog_leaves_time_for_a_loop_that_stands_still_for_a_moment() => Assert.InRange(int.Parse(Unit.Single("WatchdogSec"), System.Globalization.CultureInfo.InvariantCulture), 10, 60);

    [Theory]
    [InlineData("MemoryDenyWriteExecute")] // compiled at run time
    [InlineData("PrivateTmp")] // another /tmp than that of adopted nodes
    [InlineData("PrivateUsers")] // adopted nodes could not be ended
    [InlineData("PrivatePIDs")]
    [InlineData("ProcSubset")] // meminfo, boot_id, somaxconn
    public void What_breaks_the_runtime_or_adoption_is_not_there(string directive) => Assert.False(Unit.Has(directive));
}
