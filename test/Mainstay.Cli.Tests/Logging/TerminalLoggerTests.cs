using System.Globalization;
using Mainstay.Cli.Logging;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Tests.Logging;

public sealed class TerminalLoggerTests
{
    [Fact]
    public void A_line_has_a_time_and_says_its_level_only_where_something_is_wrong()
    {
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\d main: main-001 is gone\n$", Logged(LogLevel.Information, "main: main-001 is gone"));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\d warning: slow disk\n$", Logged(LogLevel.Warning, "slow disk"));
    }

    [Fact]
    public void An_exception_and_a_text_of_many_lines_stay_one_line() =>
        Assert.Matches(@"^\S+ error: a b: it broke\n$", Logged(LogLevel.Error, "a\nb", new InvalidOperationException("it broke")));

    [Fact]
    public void Debugging_and_what_is_told_elsewhere_is_not_shown()
    {
        Assert.Equal("", Logged(LogLevel.Debug, "x"));
        Assert.Equal("", Logged(LogLevel.Information, "x", name: "Published"));
    }

    [Theory]
    [InlineData(LogLevel.Information, "Some", false, true, false)]
    [InlineData(LogLevel.Information, "node-adopted", true, true, false)]
    [InlineData(LogLevel.Warning, "node-ended", true, true, false)]
    [InlineData(LogLevel.Error, "Some", true, true, true)]
    public void A_start_and_an_end_tell_less(LogLevel level, string name, bool starting, bool running, bool stopping) =>
        Assert.Equal([starting, running, stopping], new[] { Stage.Starting, Stage.Running, Stage.Stopping }.Select(stage => Logged(level, "x", name: name, stage: stage).Length > 0));

    private static string Logged(LogLevel level, string text, Exception? exception = null, string name = "Some", Stage stage = Stage.Running)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        new TerminalLogger(writer, TimeProvider.System, new RunStage { Now = stage }).Log(level, new EventId(1, name), text, exception, (state, _) => state);
        return writer.ToString();
    }
}
