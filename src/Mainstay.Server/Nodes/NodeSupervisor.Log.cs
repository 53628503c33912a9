using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Nodes;

public sealed partial class NodeSupervisor
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "node {Node}: process {ProcessId} ended: {How}", EventName = "node-ended")]
        public static partial void Ended(ILogger logger, string node, int processId, string how);

        [LoggerMessage(4, LogLevel.Information, "node {Node}: its former process {ProcessId} does not run any more", EventName = "node-not-adopted")]
        public static partial void NotAdopted(ILogger logger, string node, int processId);

        [LoggerMessage(5, LogLevel.Error, "node {Node}: whether its former process runs cannot be told", EventName = "node-adoption-failed")]
        public static partial void AdoptionFailed(ILogger logger, string node, Exception cause);

        [LoggerMessage(6, LogLevel.Warning, "node {Node}: its data was set aside as {Name}", EventName = "node-data-set-aside")]
        public static partial void SetAside(ILogger logger, string node, string name);

        [LoggerMessage(7, LogLevel.Error, "node {Node}: the end of process {ProcessId} was told, and nobody read it", EventName = "node-exit-unread")]
        public static partial void ExitUnread(ILogger logger, string node, int processId);

        [LoggerMessage(8, LogLevel.Warning, "node {Node}: its log {Path} grows and cannot be cut", EventName = "node-log-not-limited")]
        public static partial void LogNotLimited(ILogger logger, string node, string path, Exception cause);
    }
}
