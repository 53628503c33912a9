using System.CommandLine;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>pause [GROUP]</c>: no automatic failover or repair until resume.</summary>
internal static class PauseVerb
{
    public static Command Create(Terminal terminal) => OperatorVerb.Complete(
        new Command("pause", "No automatic failover or repair of a group until it is resumed."), new GroupArgument(), terminal,
        (_, api, group, cancellationToken) => api.AskAsync(group, "pause", new EmptyBody(), WebJson.Default.EmptyBody, cancellationToken),
        "pause", "pause main");
}
