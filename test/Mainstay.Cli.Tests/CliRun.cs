using System.Globalization;

namespace Mainstay.Cli.Tests;

/// <summary>Runs the command line in this process, and what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(null, args);

    /// <summary>With a person at the terminal, who types <paramref name="answers"/>.</summary>
    public static async Task<CliRun> OfAsync(TextReader? answers, params string[] args)
    {
        var (output, error) = (new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture));
        var exit = await CommandLine.RunAsync(args, new Terminal(output, error, OutIsScreen: false, "mainstay") { Answers = answers }, TestContext.Current.CancellationToken);
        return new CliRun(exit, output.ToString(), error.ToString());
    }
}
