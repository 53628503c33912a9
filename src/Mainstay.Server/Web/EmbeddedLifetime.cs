using Microsoft.Extensions.Hosting;

namespace Mainstay.Server.Web;

/// <summary>Leaves signals to the daemon, which stops its parts in an order; the stock lifetime would stop the web on its own.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
