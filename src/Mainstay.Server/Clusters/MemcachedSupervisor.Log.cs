using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Clusters;

public sealed partial class MemcachedSupervisor
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "node {Node}: process {ProcessId} ended: {How}", EventName = "node-ended")]
        public static partial void Ended(ILogger logger, string node, int processId, string how);

        [LoggerMessage(5, LogLevel.Error, "node {Node}: whether its former process runs cannot be told", EventName = "node-adoption-failed")]
        public static partial void AdoptionFailed(ILogger logger, string node, Exception cause);

        [LoggerMessage(8, LogLevel.Warning, "node {Node}: its log {Path} grows and cannot be cut", EventName = "node-log-not-limited")]
        public static partial void LogNotLimited(ILogger logger, string node, string path, Exception cause);

        [LoggerMessage(11, LogLevel.Information, "node {Node}: started as process {ProcessId} ({Program} {Version})", EventName = "node-started")]
        public static partial void Started(ILogger logger, string node, int processId, string program, Version version);

        [LoggerMessage(12, LogLevel.Information, "node {Node}: goes on as process {ProcessId} of an earlier daemon", EventName = "node-adopted")]
        public static partial void Adopted(ILogger logger, string node, int processId);

        [LoggerMessage(15, LogLevel.Warning, "node {Node}: that it is process {ProcessId} could not be written down: {Why} A later daemon finds it at its port",
            EventName = "node-not-recorded")]
        public static partial void NotRecorded(ILogger logger, string node, int processId, string why);
    }
}
