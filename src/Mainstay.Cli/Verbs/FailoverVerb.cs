using System.CommandLine;
using Mainstay.Cli.Api;
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
        var yes = new YesOption();
        command.Add(yes);
        return OperatorVerb.Complete(
            command, group, terminal,
            async (parsed, api, name, cancellationToken) =>
            {
                var accepts = parsed.GetValue(acceptLoss);
                if (accepts) Confirmation.Ask(terminal, name, await PlanAsync(api, name, cancellationToken), parsed.GetValue(yes));
                return await api.AskAsync(name, "failover", new FailoverBody { AcceptDataLoss = accepts }, WebJson.Default.FailoverBody, cancellationToken);
            },
            "failover main", "failover main --accept-data-loss", "failover main --accept-data-loss --yes");
    }

    private static async Task<IReadOnlyList<string>> PlanAsync(ApiClient api, string group, CancellationToken cancellationToken)
    {
        var status = (await api.StatusAsync(cancellationToken)).Groups.FirstOrDefault(one => one.Name == group);
        if (status is null) return [];
        return
        [
            status.Primary is { } primary ? $"leave {primary}, the primary of term {status.Term}" : $"begin a term over {status.Term}: {group} is {status.State}",
            "lead with the most advanced copy among the nodes that answer now",
            "give up whatever only other nodes have: their files are set aside, never served",
        ];
    }
}
