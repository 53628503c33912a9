using System.CommandLine;
using Mainstay.Cli.Api;
using Mainstay.Cli.Output;

namespace Mainstay.Cli.Verbs;

/// <summary><c>status [-w]</c>: what every group and cluster does, once or at every change. Exits 1 when one is not serving and whole.</summary>
internal static class StatusVerb
{
    public static Command Create(Terminal terminal)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Print again at every change, until Ctrl-C" };
        var output = new OutputOption();
        var api = new ApiOption();
        var command = new Command("status", "Show groups, clusters, nodes and endpoints. Exits 1 when a group or cluster is not serving and whole.") { watch, output, api };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var print = new StatusPrinter(terminal, output.Of(parsed));
            return parsed.GetValue(watch)
                ? await new StatusWatch(client, print, terminal).RunAsync(cancellationToken)
                : await OnceAsync(client, print, cancellationToken);
        });
        ExamplesHelp.Give(command, terminal, "status", "status -w", "status -o json --api http://127.0.0.1:8500");
        return command;
    }

    private static async Task<int> OnceAsync(ApiClient client, StatusPrinter print, CancellationToken cancellationToken)
    {
        var status = await client.StatusAsync(cancellationToken);
        print.Print(status, print.WantsDetails ? await client.DetailsAsync(status, cancellationToken) : StatusDetails.None);
        return status.Groups.All(group => group.IsWhole()) && status.Clusters.All(cluster => cluster.IsWhole()) ? ExitCode.Ok : ExitCode.NotHealthy;
    }
}
