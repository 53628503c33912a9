using Mainstay.TestKit.Soaking;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Integration.Tests.Sessions;

/// <summary>A group by a configuration file, whose nodes tell of every change of a key.</summary>
public sealed class NotifyingFixture : IAsyncLifetime
{
    public ServedGroup Group { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Group = await ServedGroup.StartAsync(Deadline.InSeconds(30 * Machine.Slack), "{ notify-keyspace-events: KEA }");

    public ValueTask DisposeAsync() => Group.DisposeAsync();
}
