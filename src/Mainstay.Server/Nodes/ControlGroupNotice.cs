using Mainstay.Server.Nodes.Processes;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Nodes;

/// <summary>Takes nodes out of the daemon's control group, and says once where that is not permitted.</summary>
internal sealed partial class ControlGroupNotice(ILogger logger)
{
    private int _told;

    /// <summary>Moves <paramref name="processId"/>, a child of ours.</summary>
    public void Leave(int processId)
    {
        var stayed = ControlGroup.Leave(processId);
        if (stayed.Count == 0 || Interlocked.Exchange(ref _told, 1) != 0) return;
        var groups = string.Join(", ", stayed);

        // A terminal's session is not ended as a whole unless the machine is set up so; a service is.
        if (stayed.All(group => group.Contains(".scope (", StringComparison.Ordinal))) Log.StaysInSession(logger, groups);
        else Log.StaysInControlGroup(logger, groups);
    }

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Warning,
            "nodes stay in the daemon's control group {Groups}: a service manager that ends the group ends them with the daemon. In a systemd unit set KillMode=process",
            EventName = "nodes-in-control-group")]
        public static partial void StaysInControlGroup(ILogger logger, string groups);

        [LoggerMessage(14, LogLevel.Information, "nodes stay in the control group of this session, {Groups}: they end with it where logind is set to KillUserProcesses=yes",
            EventName = "nodes-in-session")]
        public static partial void StaysInSession(ILogger logger, string groups);
    }
}
