using System.CommandLine;
using Mainstay.Cli.Running;
using Mainstay.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Verbs;

/// <summary><c>serve -c FILE</c>: the daemon.</summary>
internal static class ServeVerb
{
    public static Command Create(Terminal terminal)
    {
        var config = new ConfigOption();
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Log more: what happens in between" };
        var log = new Option<string?>("--log") { Description = "How to log (default: as the file says, else text)", HelpName = "text|json" };
        log.CompletionSources.Add(["text", "json"]);
        log.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not (null or "text" or "json")) result.AddError($"--log takes text or json, not '{result.Tokens[^1].Value}'");
        });
        var command = new Command("serve", "Run the daemon by a configuration file. Its nodes go on when it ends; SIGHUP or a changed file reloads.") { config, config.Host, verbose, log };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(log) is { } word ? Enum.Parse<LogFormat>(word, ignoreCase: true) : (LogFormat?)null;
            return new ServeRun(terminal, parsed.GetValue(config)!, parsed.GetValue(config.Host), parsed.GetValue(verbose) ? LogLevel.Debug : LogLevel.Information, format).RunAsync(cancellationToken);
        });
        ExamplesHelp.Give(command, terminal, "serve -c /etc/mainstay/mainstay.yaml", "serve -c mainstay.yaml -v --log json");
        return command;
    }
}
