namespace Mainstay.Cli;

/// <summary>Where a verb writes: data to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OutIsScreen">Whether a person sees <paramref name="Out"/>: colours and redrawing are welcome.</param>
/// <param name="Command">How the person started the program, for the examples it prints.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool OutIsScreen, string Command)
{
    /// <summary>Where answers to questions come from; null where nobody can be asked.</summary>
    public TextReader? Answers { get; init; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess()
    {
        var plain = Console.IsOutputRedirected
            || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        return new Terminal(Console.Out, Console.Error, !plain, Environment.GetEnvironmentVariable("MAINSTAY_COMMAND") is { Length: > 0 } command ? command : "mainstay")
        {
            Answers = Console.IsInputRedirected ? null : Console.In,
        };
    }
}
