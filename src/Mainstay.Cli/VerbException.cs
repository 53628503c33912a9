namespace Mainstay.Cli;

/// <summary>A verb ends here; the message is printed on stderr as it is.</summary>
/// <param name="exitCode">What the shell is told.</param>
/// <param name="message">What happened and what to do next.</param>
internal sealed class VerbException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
