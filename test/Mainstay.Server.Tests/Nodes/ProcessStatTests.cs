using Mainstay.Server.Nodes.Processes;

namespace Mainstay.Server.Tests.Nodes;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("redis-server")]
    [InlineData("a b")]
    [InlineData(") R 1 2 3 (")]
    [InlineData("")]
    public void A_programs_name_may_hold_anything(string name)
    {
        var stat = ProcessStat.Parse($"4711 ({name}) T 1 4711 4711 0 -1 4194560 2034 0 0 0 120 30 0 0 20 0 5 0 987654 60000000 3000 18446744073709551615 1 1\n");
        Assert.Equal(new ProcessStat('T', 150, 987654), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711 (a")]
    [InlineData("4711 (a) S 1 2")]
    [InlineData("4711 (a) S 1 4711 4711 0 -1 4194560 2034 0 0 0 x 30 0 0 20 0 5 0 987654 60000000")]
    public void What_is_no_stat_is_none(string text) => Assert.Null(ProcessStat.Parse(text));

    [Fact]
    public void This_process_runs_and_no_process_does_not()
    {
        Assert.False(ProcessStat.Of(Environment.ProcessId)!.IsDead);
        Assert.Null(ProcessStat.Of(int.MaxValue));
    }
}
