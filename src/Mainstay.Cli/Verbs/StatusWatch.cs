using Mainstay.Cli.Api;
using Mainstay.Cli.Output;

namespace Mainstay.Cli.Verbs;

/// <summary>
/// <c>status -w</c>: follows the daemon's events and prints at each; a table for people is also refreshed every second, for its offsets. A
/// daemon that goes away is waited for: who watches wants to see it come back.
/// </summary>
internal sealed class StatusWatch(ApiClient client, StatusPrinter print, Terminal terminal)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var seen = false;
        var lost = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in client.ChangesAsync(print.IsLive ? Refresh : Timeout.InfiniteTimeSpan, cancellationToken))
                {
                    var status = await client.StatusAsync(cancellationToken);
                    print.Print(status, print.WantsDetails ? await client.DetailsAsync(status, cancellationToken) : StatusDetails.None);
                    (seen, lost) = (true, false);
                }

                throw new ApiException("the daemon ended the stream of events");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (ApiException gone) when (seen)
            {
                if (!lost) await terminal.Error.WriteLineAsync($"mainstay: {gone.Message}; waiting for it");
                lost = true;
                await Task.WhenAny(Task.Delay(Refresh, cancellationToken));
            }
        }

        return ExitCode.Ok;
    }
}
