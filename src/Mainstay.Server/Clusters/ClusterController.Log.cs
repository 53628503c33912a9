using Mainstay.Core.Topology;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Clusters;

public sealed partial class ClusterController
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Cluster}: {Reason}", EventName = "Explain")]
        public static partial void Explain(ILogger logger, string cluster, string reason);

        [LoggerMessage(2, LogLevel.Information, "{Cluster}: version {Version}, {Serving} of {All} nodes serve", EventName = "Published")]
        public static partial void Published(ILogger logger, string cluster, long version, int serving, int all);

        [LoggerMessage(3, LogLevel.Information, "{Cluster}: {Node} is {Health}", EventName = "NodeHealth")]
        public static partial void NodeHealth(ILogger logger, string cluster, string node, NodeHealth health);

        [LoggerMessage(4, LogLevel.Critical, "{Cluster}: its machine broke at {Input}; endpoints keep the last snapshot, another machine takes over", EventName = "MachineBroke")]
        public static partial void MachineBroke(ILogger logger, string cluster, string input, Exception exception);

        [LoggerMessage(5, LogLevel.Error, "{Cluster}: endpoints did not take a snapshot", EventName = "NotTaken")]
        public static partial void NotTaken(ILogger logger, string cluster, Exception exception);

        [LoggerMessage(6, LogLevel.Error, "{Cluster}: a listener to changes failed", EventName = "ListenerFailed")]
        public static partial void ListenerFailed(ILogger logger, string cluster, Exception exception);

        [LoggerMessage(7, LogLevel.Error, "{Cluster}: the result of an action was lost", EventName = "ResultLost")]
        public static partial void TaskFailed(ILogger logger, string cluster, Exception exception);

        [LoggerMessage(8, LogLevel.Warning, "{Cluster}: {Node} left, and its process was not ended: {Why}", EventName = "NotEnded")]
        public static partial void NotEnded(ILogger logger, string cluster, string node, string why);

        [LoggerMessage(9, LogLevel.Error, "{Cluster}: {Input} was dropped, for too much is unread", EventName = "InputDropped")]
        public static partial void Dropped(ILogger logger, string cluster, string input);
    }
}
