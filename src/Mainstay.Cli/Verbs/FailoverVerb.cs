using System.CommandLine;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>failover GROUP [--accept-data-loss]</c>: leaves the present primary now.</summary>
internal static class FailoverVerb
{
    public static Command Create(Terminal terminal)
    {
        var group = new GroupArgument { Arity = ArgumentArity.ExactlyOne, Description = "The group" };
        var acceptLoss = new Option<bool>("--accept-data-loss") { Description = "Lead with the best copy that answers, whatever is missing" };
        var command = new Command("failover", "Leave the present primary now. For a healthy group use switchover, which loses nothing.") { acceptLoss };
        return OperatorVerb.Complete(
            command, group, terminal,
            (parsed, api, name, cancellationToken) => api.AskAsync(
                name, "failover", new FailoverBody { AcceptDataLoss = parsed.GetValue(acceptLoss) }, WebJson.Default.FailoverBody, cancellationToken),
            "failover main", "failover main --accept-data-loss");
    }
}
