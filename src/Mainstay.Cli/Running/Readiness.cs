using System.Collections.Immutable;
using Mainstay.Server.Control;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Running;

/// <summary>Waits until all groups are in some state, woken by their changes.</summary>
internal static class Readiness
{
    /// <summary>Returns whether all groups came to <paramref name="wanted"/> within <paramref name="patience"/>.</summary>
    public static async Task<bool> WaitAsync(ImmutableArray<WebGroup> groups, Func<WebGroup, bool> wanted, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(GroupStatus? _)
        {
            if (groups.All(wanted)) reached.TrySetResult();
        }

        foreach (var group in groups) group.Controller.Changed += Look;
        try
        {
            Look(null);
            await reached.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            foreach (var group in groups) group.Controller.Changed -= Look;
        }
    }
}
