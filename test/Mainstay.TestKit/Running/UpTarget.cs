using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Waiting;

namespace Mainstay.TestKit.Running;

/// <summary>A group that <c>mainstay up</c> runs; it mends itself.</summary>
public sealed class UpTarget(UpProcess up) : IGapTarget
{
    private ulong _term;
    private DataNode? _primary;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    public async Task ReadyAsync(Deadline deadline)
    {
        _term = (await up.WholeAsync(deadline)).Term;
        _primary = await up.PrimaryAsync();
    }

    public async Task StrikeAsync(GapEvent kind)
    {
        if (kind == GapEvent.Switchover) await OperatorClient.PostAsync(up.Ports.Web, "switchover");
        else _primary!.Send(kind == GapEvent.Crash ? Signal.Kill : Signal.Stop);
    }

    public Task MendAsync(GapEvent kind) => Task.CompletedTask;

    public async Task<int> WholeAsync(Deadline deadline)
    {
        await up.WholeAsync(deadline, _term + 1);
        return up.Ports.Primary;
    }
}
