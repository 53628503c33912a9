using System.CommandLine;
using Mainstay.Cli.Api;
using Mainstay.Cli.Verbs.Completing;
using Mainstay.Cli.Output;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary><c>node add GROUP NODE</c>: takes a node in and waits until it has everything.</summary>
internal static class NodeAddVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create(Terminal terminal)
    {
        var group = new Argument<string>("GROUP") { Description = "The group" };
        var node = new Argument<string>("NODE") { Description = "The node's name" };
        group.CompletionSources.Add(Suggestions.Names(nodes: false));
        var address = new Option<string?>("--address") { Description = "Where it listens (default: as configured, else the next free port)", HelpName = "HOST:PORT" };
        var unmanaged = new Option<bool>("--unmanaged") { Description = "Others start it; it runs already" };
        var priority = new Option<int?>("--priority") { Description = "Breaks ties between equal copies, lowest first; 0 never leads (default 100)", HelpName = "0-1000" };
        var discard = new Option<bool>("--discard-data") { Description = "What an unmanaged node holds may be overwritten" };
        var noWait = new Option<bool>("--no-wait") { Description = "Don't wait until it has everything" };
        var output = new OutputOption();
        var api = new ApiOption();
        var command = new Command("add", "Take a node into a running group: it is started, filled, and counts once it has everything.") { group, node, address, unmanaged, priority, discard, noWait, output, api };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var name = parsed.GetValue(node)!;
            var body = new NodeBody
            {
                Name = name,
                Address = parsed.GetValue(address),
                Managed = parsed.GetValue(unmanaged) ? false : null,
                Priority = parsed.GetValue(priority),
                DiscardData = parsed.GetValue(discard),
            };
            var reply = await client.AskAsync(parsed.GetValue(group)!, "nodes", body, WebJson.Default.NodeBody, cancellationToken);
            ReplyPrinter.Print(terminal, output.Of(parsed), reply);
            if (parsed.GetValue(noWait)) return ExitCode.Ok;
            return await OnlineAsync(client, parsed.GetValue(group)!, name, cancellationToken) ? ExitCode.Ok : NotYet(terminal, name);
        });
        ExamplesHelp.Give(command, terminal, "node add main main-004", "node add orders orders-004 --address 10.0.0.4:6379 --unmanaged");
        return command;
    }

    private static async Task<bool> OnlineAsync(ApiClient client, string group, string node, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await foreach (var _ in client.ChangesAsync(TimeSpan.FromSeconds(1), limit.Token))
            {
                var status = await client.StatusAsync(limit.Token);
                if (status.Groups.FirstOrDefault(one => one.Name == group)?.Nodes.Any(one => one.Name == node && one.Health == "online") == true) return true;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It takes longer than anybody wants to look on.
        }

        return false;
    }

    private static int NotYet(Terminal terminal, string node)
    {
        terminal.Error.WriteLine($"mainstay: {node} is a node of the group and has not everything yet; watch it with '{terminal.Command} status -w'");
        return ExitCode.NotHealthy;
    }
}
