using Mainstay.Core.Failover;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Control.Orders;

/// <summary>Makes the endpoints hold and tells the machine when they do.</summary>
internal sealed partial class FenceOrder(IEndpointGate gate, TimeProvider time, ILogger<FenceOrder> logger)
{
    private const int MostAttempts = 50;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Carries out <paramref name="action"/>. A fence that cannot be put up is tried again for a while and then reported by nobody: the machine
    /// has its own bound for endpoints that do not answer.
    /// </summary>
    public async Task<FailoverInput?> RunAsync(FailoverAction.Fence action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                return new FailoverInput.EndpointsFenced(action.Term, await gate.FenceAsync(action.Term, action.Drain, cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.FenceFailed(logger, action.Term, attempt, e);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "endpoints could not be fenced for term {Term} (attempt {Attempt})", EventName = "FenceFailed")]
        public static partial void FenceFailed(ILogger logger, ulong term, int attempt, Exception exception);
    }
}
