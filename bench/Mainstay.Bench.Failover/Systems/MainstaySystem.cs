using System.Globalization;
using Mainstay.Bench.Failover.Clients;
using Mainstay.TestKit.Running;
using Mainstay.TestKit.Waiting;

namespace Mainstay.Bench.Failover.Systems;

/// <summary>The program as users start it. Clients know the primary endpoint and nothing else.</summary>
internal sealed class MainstaySystem : IFailoverSystem
{
    private readonly UpProcess _up;
    private readonly UpTarget _target;

    private MainstaySystem(UpProcess up) => (_up, _target) = (up, new UpTarget(up) { Patience = TimeSpan.FromSeconds(30) });

    public TimeSpan Patience => _target.Patience;

    public int Port => _up.Ports.Primary;

    public static async Task<IFailoverSystem> StartAsync() => new MainstaySystem(await UpProcess.StartAsync());

    public async Task<IClientParty> OpenAsync(ClientKind kind) => kind == ClientKind.Plain
        ? new PlainParty(Port)
        // As the screen of mainstay up tells to: reads wait longer than the endpoint holds.
        : await StackExchangeParty.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},abortConnect=false,syncTimeout=15000"));

    public Task ReadyAsync(Deadline deadline) => _target.ReadyAsync(deadline);

    public Task StrikeAsync(GapEvent kind) => _target.StrikeAsync(kind);

    public Task MendAsync(GapEvent kind) => _target.MendAsync(kind);

    public Task<int> WholeAsync(Deadline deadline) => _target.WholeAsync(deadline);

    public ValueTask DisposeAsync() => _up.DisposeAsync();
}
