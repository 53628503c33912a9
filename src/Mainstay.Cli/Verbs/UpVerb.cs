using System.CommandLine;
using Mainstay.Cli.Running;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;

namespace Mainstay.Cli.Verbs;

/// <summary><c>up</c>: runs a group of three nodes and a memcached cluster of two with their endpoints and the API on this machine, until Ctrl-C.</summary>
internal static class UpVerb
{
    public static Command Create(Terminal terminal)
    {
        var offset = new Option<int>("--port-offset") { Description = "Added to every port, to run beside something else", HelpName = "N", DefaultValueFactory = _ => 0 };
        offset.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 0 and <= UpDefaults.LargestPortOffset) return;
            result.AddError($"--port-offset goes from 0 to {UpDefaults.LargestPortOffset}");
        });
        var data = new Option<string>("--data") { Description = "Folder that keeps all state", HelpName = "DIR", DefaultValueFactory = _ => "./.mainstay" };
        var engine = new Option<string?>("--engine") { Description = "Which server the nodes of the group run (default: what is installed, redis first)", HelpName = "redis|valkey" };
        engine.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not (null or "redis" or "valkey")) result.AddError($"--engine takes redis or valkey, not '{result.Tokens[^1].Value}'");
        });
        var durability = new Option<string>("--durability") { Description = "When a write counts as done; this version has async", HelpName = "async", DefaultValueFactory = _ => "async" };
        durability.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() != "async") result.AddError($"--durability takes async, not '{result.Tokens[^1].Value}'");
        });
        var output = new OutputOption();

        var command = new Command("up", "Run a replicated group and a memcached cluster with their endpoints on this machine until Ctrl-C. A second 'up' goes on with the data kept.") { offset, data, engine, durability, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var kind = parsed.GetValue(engine) is { } named ? Enum.Parse<Engine>(named, ignoreCase: true) : (Engine?)null;
            return new UpRun(terminal, output.Of(parsed)).RunAsync(parsed.GetValue(data)!, parsed.GetValue(offset), kind, cancellationToken);
        });
        ExamplesHelp.Give(command, terminal, "up", "up --port-offset 100", "up --data ~/cache --engine valkey");
        return command;
    }
}
