using System.Globalization;
using Mainstay.Server.Tests.Web;

namespace Mainstay.Cli.Tests.Verbs;

public sealed class BackupVerbTests
{
    [Fact]
    public async Task Without_backups_the_list_says_so()
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(new CliRun(0, "", "there is no backup yet\n"), await CliRun.OfAsync("backup", "--list", "--api", Url(api)));
        Assert.Equal(new CliRun(0, "{\n  \"backups\": []\n}\n", ""), await CliRun.OfAsync("backup", "main", "--list", "-o", "json", "--api", Url(api)));
    }

    [Theory]
    [InlineData("mainstay: there is no file /nowhere/dump.rdb that the daemon can see; name one of `backup --list`, or a full path\n", 3, "restore", "main", "/nowhere/dump.rdb", "--yes")]
    [InlineData("mainstay: there is no group 'mian'; there is: main\n", 2, "restore", "mian", "dump.rdb", "--yes")]
    [InlineData("mainstay: there is no group 'mian'; there is: main\n", 2, "backup", "mian")]
    [InlineData("mainstay: main has no node 'main-009'; it has: main-001, main-002, main-003\n", 2, "restore", "main", "/nowhere/dump.rdb", "--to", "main-009", "--yes")]
    public async Task What_cannot_be_is_refused_with_the_reason(string said, int exit, params string[] args)
    {
        await using var api = await ApiUnderTest.StartAsync();
        Assert.Equal(new CliRun(exit, "", said), await CliRun.OfAsync([.. args, "--api", Url(api)]));
        Assert.Empty(api.Controller.Asked);
    }

    private static string Url(ApiUnderTest api) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{api.Port}");
}
