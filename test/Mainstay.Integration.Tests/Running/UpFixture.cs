using Mainstay.TestKit.Running;

namespace Mainstay.Integration.Tests.Running;

/// <summary>One running group for all tests of a class; each test leaves it whole.</summary>
public sealed class UpFixture : IAsyncLifetime
{
    public UpProcess Up { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Up = await UpProcess.StartAsync();

    public ValueTask DisposeAsync() => Up.DisposeAsync();
}
