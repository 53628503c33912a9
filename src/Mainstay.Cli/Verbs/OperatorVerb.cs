using System.CommandLine;
using Mainstay.Cli.Api;
using Mainstay.Cli.Output;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Verbs;

/// <summary>What <c>switchover</c>, <c>failover</c>, <c>pause</c> and <c>resume</c> have in common: ask a group for something, print the answer.</summary>
internal static class OperatorVerb
{
    /// <param name="command">The verb, with its own options already added.</param>
    /// <param name="group">Its GROUP.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="ask">Asks the daemon.</param>
    /// <param name="examples">For its help.</param>
    public static Command Complete(
        Command command, GroupArgument group, Terminal terminal, Func<ParseResult, ApiClient, string, CancellationToken, Task<ReplyView>> ask, params string[] examples)
    {
        var output = new OutputOption();
        var api = new ApiOption();
        command.Add(group);
        command.Add(output);
        command.Add(api);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = api.Client(parsed);
            var name = await group.ResolveAsync(parsed, client, cancellationToken);
            var reply = await ask(parsed, client, name, cancellationToken);
            ReplyPrinter.Print(terminal, output.Of(parsed), reply);
            return reply.Accepted ? ExitCode.Ok : ExitCode.NotHealthy;
        });
        ExamplesHelp.Give(command, terminal, examples);
        return command;
    }
}
