using Mainstay.Cli.Logging;
using Mainstay.Cli.Output;
using Mainstay.Core.Topology;
using Mainstay.Server.Hosting;
using Mainstay.Server.Nodes;
using Mainstay.Server.Store;
using Mainstay.Server.Web;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Running;

/// <summary>One run of <c>up</c>, from the first check to the last node's end.</summary>
internal sealed class UpRun(Terminal terminal, OutputFormat format)
{
    /// <summary>How long to wait for all replicas once there is a primary, before the screen is shown without them.</summary>
    private static readonly TimeSpan WholePatience = TimeSpan.FromSeconds(3);

    /// <summary>How long to stay silent while there is no primary.</summary>
    private static readonly TimeSpan SilentPatience = TimeSpan.FromSeconds(4);

    private readonly RunStage _stage = new();

    public async Task<int> RunAsync(string data, int portOffset, Engine? engine, CancellationToken cancellationToken)
    {
        using var end = new EndSignals(terminal, cancellationToken);
        using var loggers = TerminalLoggerProvider.Factory(terminal.Error, TimeProvider.System, _stage);
        var narrator = new Narrator(terminal.Error, TimeProvider.System, _stage);
        try
        {
            // 1. Start; whoever asks for the end meanwhile gets it.
            var spec = UpDefaults.Spec(data, portOffset, engine ?? Installed());
            Say($"starting ({Word.Of(spec.Groups[0].Engine)} and memcached, data in {Path.GetFullPath(data)})");
            await using var daemon = await Daemon.StartAsync(spec, TimeProvider.System, loggers, narrator.Follow, end.Token);
            try
            {
                // 2. Ready: one screen to go on from.
                await ReadyAsync(daemon, end.Token);
                Show(daemon, portOffset);
                await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
            }
            catch (OperationCanceledException)
            {
                // The end was asked for.
            }

            // 3. The end, in order. It is bounded: a node that does not end is killed.
            _stage.Now = Stage.Stopping;
            Say($"{end.Reason}; stopping the nodes, which write their files first");
            await daemon.StopWithNodesAsync(CancellationToken.None);
            Say($"stopped; the data stays in {daemon.DataPath}, and '{terminal.Command} up' goes on with it");
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            Say($"{end.Reason} while starting");
            return ExitCode.Failed;
        }
        catch (DaemonStartException refused)
        {
            var hint = refused.Taken.Length == 0 ? "" : $"\nfree {(refused.Taken.Length == 1 ? "it" : "them")}, or move all ports: {terminal.Command} up --port-offset {NextOffset(portOffset)}";
            throw new VerbException(ExitCode.Failed, $"mainstay: {refused.Message}{hint}");
        }
        catch (Exception expected) when (expected is DataDirectoryException or EngineMissingException or StoreException or PlatformNotSupportedException)
        {
            throw new VerbException(ExitCode.Failed, $"mainstay: {expected.Message}");
        }
    }

    private async Task ReadyAsync(Daemon daemon, CancellationToken cancellationToken)
    {
        var silence = SilentPatience;
        while (!await Readiness.WaitAsync(daemon, group => group.IsReady(), cluster => cluster.IsReady(), silence, TimeProvider.System, cancellationToken))
        {
            foreach (var group in daemon.Groups.Where(group => !group.IsReady()))
                Say($"{group.Spec.Name} does not serve yet: {group.Controller.Status.LastReason}");
            foreach (var cluster in daemon.Clusters.Where(cluster => !cluster.IsReady()))
                Say($"{cluster.Spec.Name} is not whole yet: {string.Join(", ", cluster.View().Nodes.Where(node => node.Health != "online").Select(node => $"{node.Name} is {node.Health}"))}");
            silence = Timeout.InfiniteTimeSpan; // once: from here on the log tells every further reason
            _stage.Now = Stage.Running;
        }

        // It serves: from here on nothing that happens to it may go untold, the screen shown or not.
        _stage.Now = Stage.Running;
        await Readiness.WaitAsync(daemon, group => group.View().IsWhole(), cluster => cluster.View().IsWhole(), WholePatience, TimeProvider.System, cancellationToken);
    }

    private void Show(Daemon daemon, int portOffset)
    {
        var details = new StatusDetails([.. daemon.Groups.Select(group => group.Detail())], [.. daemon.Clusters.Select(cluster => cluster.Detail())]);
        var status = new StatusView(daemon.Spec.Name, [.. details.Groups.Select(detail => detail.Group)], [.. details.Clusters.Select(detail => detail.Cluster)], new IncidentsView(0));
        if (format == OutputFormat.Table) terminal.Out.Write(UpScreen.Render(status, details, daemon.DataPath, daemon.Spec.Web, terminal, portOffset));
        else new StatusPrinter(terminal, format).Print(status, details);
        terminal.Out.Flush();
    }

    private void Say(string text)
    {
        try
        {
            terminal.Error.WriteLine($"mainstay: {text}");
        }
        catch (IOException)
        {
            // The terminal was closed; the nodes are still to be stopped in order.
        }
    }

    // Redis first; with neither installed the message is Redis's.
    private static Engine Installed() => EngineBinary.TryFind(Engine.Redis) is null && EngineBinary.TryFind(Engine.Valkey) is not null ? Engine.Valkey : Engine.Redis;

    private static int NextOffset(int offset) => offset + 100 <= UpDefaults.LargestPortOffset ? offset + 100 : 0;
}
