using Mainstay.Server.Hosting;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>Waits until all groups and clusters of a daemon are in some state, woken by their changes.</summary>
internal static class Readiness
{
    /// <summary>Returns whether all groups and clusters came to what is wanted of them within <paramref name="patience"/>.</summary>
    public static async Task<bool> WaitAsync(
        Daemon daemon, Func<WebGroup, bool> ofGroup, Func<WebCluster, bool> ofCluster, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look<T>(T _)
        {
            if (daemon.Groups.All(ofGroup) && daemon.Clusters.All(ofCluster)) reached.TrySetResult();
        }

        foreach (var group in daemon.Groups) group.Controller.Changed += Look;
        foreach (var cluster in daemon.Clusters) cluster.Controller.Published += Look;
        try
        {
            Look(daemon);
            await reached.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            foreach (var group in daemon.Groups) group.Controller.Changed -= Look;
            foreach (var cluster in daemon.Clusters) cluster.Controller.Published -= Look;
        }
    }
}
