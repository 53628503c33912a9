using Mainstay.Server.Nodes.Processes;

namespace Mainstay.Server.Tests.Nodes;

public sealed class ControlGroupTests
{
    private static readonly string[] Mixed =
    [
        "31 23 0:27 / /sys/fs/cgroup/memory rw,nosuid shared:9 - cgroup cgroup rw,memory",
        "32 23 0:28 / /sys/fs/cgroup/systemd rw,nosuid shared:9 - cgroup cgroup rw,xattr,name=systemd",
        "33 23 0:29 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw",
    ];

    private static readonly string[] Container = ["40 30 0:29 /docker/abc /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw"];

    [Theory]
    [InlineData("name=systemd", "/system.slice/mainstay.service", "/sys/fs/cgroup/systemd/system.slice/mainstay.service")]
    [InlineData("", "/system.slice/mainstay.service", "/sys/fs/cgroup/unified/system.slice/mainstay.service")]
    [InlineData("name=other", "/a", null)]
    public void A_group_is_found_where_its_hierarchy_is_mounted(string hierarchy, string group, string? folder) =>
        Assert.Equal(folder, ControlGroup.FolderOf(hierarchy, group, Mixed));

    [Theory]
    [InlineData("/docker/abc/mainstay", "/sys/fs/cgroup/mainstay")]
    [InlineData("/docker/abcd", null)]
    [InlineData("/docker", null)]
    public void A_group_outside_of_the_part_that_is_mounted_is_not_found(string group, string? folder) =>
        Assert.Equal(folder, ControlGroup.FolderOf("", group, Container));
}
