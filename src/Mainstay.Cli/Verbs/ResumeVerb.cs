using System.CommandLine;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>resume [GROUP]</c>: ends a pause.</summary>
internal static class ResumeVerb
{
    public static Command Create(Terminal terminal) => OperatorVerb.Complete(
        new Command("resume", "Automatic failover and repair of a group again."), new GroupArgument(), terminal,
        (_, api, group, cancellationToken) => api.AskAsync(group, "resume", new EmptyBody(), WebJson.Default.EmptyBody, cancellationToken),
        "resume", "resume main");
}
