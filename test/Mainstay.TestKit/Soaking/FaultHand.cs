using System.Collections.Concurrent;
using System.Net.Sockets;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Soaking;

/// <summary>Does to a group what a script says.</summary>
internal sealed class FaultHand(ServedGroup group)
{
    private static readonly TimeSpan DaemonEndsWithin = TimeSpan.FromSeconds(25);

    private readonly ConcurrentBag<int> _ended = [];

    /// <summary>Processes of nodes that were told to end, or killed.</summary>
    public IReadOnlyCollection<int> Ended => _ended;

    /// <summary>Carries out a burst and returns when all of it is over: stopped processes go on, and a daemon runs.</summary>
    /// <returns>What was not as promised in it.</returns>
    public async Task<IReadOnlyList<string>> StrikeAsync(IReadOnlyList<Fault> burst)
    {
        var broken = await Task.WhenAll(burst.Select(fault => StrikeAsync(fault, alone: burst.Count == 1)));
        return [.. broken.OfType<string>()];
    }

    private async Task<string?> StrikeAsync(Fault fault, bool alone)
    {
        await Deadline.In(fault.After).PauseAsync(fault.After);
        return fault.Kind switch
        {
            FaultKind.Switchover => await SwitchAsync(alone),
            FaultKind.DaemonKill or FaultKind.DaemonEnd => await RestartDaemonAsync(fault.Kind),
            _ => await StrikeNodeAsync(fault),
        };
    }

    private async Task<string?> StrikeNodeAsync(Fault fault)
    {
        // The other fault of the burst may have ended it already.
        if (group.NodeProcess(ServedGroup.NodeName(fault.Node)) is not { } process) return null;
        SystemProcess.Send(process, fault.Kind switch { FaultKind.Crash => Signal.Kill, FaultKind.NodeEnd => Signal.Terminate, _ => Signal.Stop });
        if (fault.Kind != FaultKind.Hang)
        {
            _ended.Add(process);
            return null;
        }

        await Deadline.In(fault.Lasts).PauseAsync(fault.Lasts);
        if (group.NodeProcess(ServedGroup.NodeName(fault.Node)) == process) SystemProcess.Send(process, Signal.Continue);
        return null;
    }

    private async Task<string?> SwitchAsync(bool alone)
    {
        try
        {
            await OperatorClient.PostAsync(group.Web, "switchover");
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            // Beside another fault it may be refused, or the daemon may be away.
            return alone ? $"a switchover of a whole group was refused: {refused.Message}" : null;
        }
    }

    private async Task<string?> RestartDaemonAsync(FaultKind kind)
    {
        group.Daemon.Send(kind == FaultKind.DaemonKill ? Signal.Kill : Signal.Terminate);
        var status = await group.Daemon.WaitAsync(Deadline.In(DaemonEndsWithin));
        await group.LaunchAsync();
        return kind == FaultKind.DaemonEnd && status != 0 ? $"the daemon ended with {status} at SIGTERM" : null;
    }
}
