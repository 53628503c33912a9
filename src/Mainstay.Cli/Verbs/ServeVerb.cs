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
        var takeOver = new Option<bool>("--take-over") { Description = "Take over from the daemon that runs, without a gap for its clients" };
        var drain = new Option<string>("--drain") { Description = "How long that one may go on with clients that cannot be handed over", HelpName = "TIME", DefaultValueFactory = _ => "30s" };
        drain.Validators.Add(result =>
        {
            if (Drain(result.GetValueOrDefault<string>()) is null) result.AddError($"--drain takes a time up to 24h such as 500ms, 30s or 5m, not '{result.Tokens[^1].Value}'");
        });
        var command = new Command("serve", "Run the daemon by a configuration file. Its nodes go on when it ends; SIGHUP or a changed file reloads.") { config, config.Host, takeOver, drain, verbose, log };
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(log) is { } word ? Enum.Parse<LogFormat>(word, ignoreCase: true) : (LogFormat?)null;
            var options = new ServeOptions(parsed.GetValue(config)!, parsed.GetValue(config.Host), parsed.GetValue(verbose) ? LogLevel.Debug : LogLevel.Information, format)
            {
                TakesOver = parsed.GetValue(takeOver),
                Drain = Drain(parsed.GetValue(drain)) ?? ServeOptions.UsualDrain,
            };
            return new ServeRun(terminal, options).RunAsync(cancellationToken);
        });
        ExamplesHelp.Give(command, terminal, "serve -c /etc/mainstay/mainstay.yaml", "serve -c mainstay.yaml --take-over --drain 5m", "serve -c mainstay.yaml -v --log json");
        return command;
    }

    private static TimeSpan? Drain(string? text) => text is not null && DurationText.TryParse(text) is { } time && time <= TimeSpan.FromHours(24) ? time : null;
}
