using Mainstay.Core;
using Mainstay.Core.Failover;
using Mainstay.Server.Control;
using Mainstay.Server.Control.Probing;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Mainstay.TestKit.Processes;
using Mainstay.TestKit.Resp;
using Mainstay.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mainstay.Server.Tests.Control.Probing;

/// <summary>One prober and one real server; detection time 1 s.</summary>
public sealed class NodeProberTests : IAsyncLifetime
{
    private static readonly TimeSpan Detect = TimeSpan.FromSeconds(1);
    private readonly ControlClock _clock = new(TimeProvider.System);
    private Sightings _sightings = null!;
    private ControlledNode _node = null!;
    private NodeProber _prober = null!;

    private Func<ProcessActivity?> Activity { get; set; } = () => null;

    public async ValueTask InitializeAsync()
    {
        _sightings = new Sightings(_clock);
        _node = await ControlledNode.StartAsync("main-001", "--busy-reply-threshold", "300");
        _prober = new NodeProber(_node.Spec, Detect, new NodeDialer(_ => ControlledNode.Control), () => Activity(), _sightings, new PeerNames(), _clock, NullLogger<NodeProber>.Instance);
        _prober.Start();
        await _sightings.ReportAsync(Instant.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        await _prober.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task It_reports_ten_times_within_the_detection_time()
    {
        var from = _clock.Now;
        await Eventually.TrueAsync(() => _sightings.After(from).Length >= 20, Deadline.InSeconds(20), "20 reports");
        var seen = _sightings.After(from);
        Assert.All(seen, one => Assert.Null(one.Evidence));
        Assert.InRange((seen[19].At - seen[0].At).TotalMilliseconds, 1500, 6000);
        Assert.Equal(0, seen[0].Report!.MinReplicasToWrite);
    }

    [Fact]
    public async Task A_probe_at_once_does_not_wait_for_the_next_turn()
    {
        // The best of several: on a starved machine any one of them may be late, though not each of them.
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            var asked = _clock.Now;
            _prober.ProbeNow();
            var took = await _sightings.ReportAsync(asked) - asked;
            if (took < best) best = took;
        }

        Assert.InRange(best.TotalMilliseconds, 0, 40);
    }

    [Fact]
    public async Task A_stopped_server_is_silent_after_the_detection_time_and_not_before_and_answers_when_it_wakes()
    {
        Activity = () => new ProcessActivity(_node.ProcessId, SystemProcess.State(_node.ProcessId) ?? 'X', 0);
        var stopped = _clock.Now;
        _node.Send(Signal.Stop);
        var silent = await _sightings.EvidenceAsync(stopped, UnreachableEvidence.Silent);
        // The last answer may be as old as a probe's period at the stop.
        Assert.InRange((silent - stopped).TotalMilliseconds, 880, 2500);
        Assert.DoesNotContain(_sightings.After(stopped), one => one.Evidence is not (null or UnreachableEvidence.Silent));
        var told = _sightings.After(silent)[0];
        Assert.True((silent - told.Since).TotalMilliseconds is >= 1000 and < 2500);

        // It is told again while it lasts.
        await Eventually.TrueAsync(() => _sightings.After(silent).Length >= 5, Deadline.InSeconds(5), "the evidence is repeated");
        var woken = _clock.Now;
        _node.Send(Signal.Continue);
        Assert.InRange((await _sightings.ReportAsync(woken) - woken).TotalMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task A_killed_server_whose_process_is_not_ours_is_gone_within_a_probes_period()
    {
        var killed = _clock.Now;
        _node.Send(Signal.Kill);
        Assert.InRange((await _sightings.EvidenceAsync(killed, UnreachableEvidence.ProcessGone) - killed).TotalMilliseconds, 0, 900);
        Assert.DoesNotContain(_sightings.After(killed), one => one.Evidence is UnreachableEvidence.Silent or UnreachableEvidence.Busy);
    }

    [Fact]
    public async Task The_supervisors_word_is_taken_at_once()
    {
        _node.Send(Signal.Stop);
        var told = _clock.Now;
        _prober.ProcessEnded();
        Assert.InRange((await _sightings.EvidenceAsync(told, UnreachableEvidence.ProcessGone) - told).TotalMilliseconds, 0, 500);
        _node.Send(Signal.Continue);
    }

    [Fact]
    public async Task A_killed_connection_is_no_sign_of_death()
    {
        var from = _clock.Now;
        await _node.CallAsync("CLIENT", "KILL", "USER", ControlledNode.Control.User);
        await Eventually.TrueAsync(() => _sightings.After(from).Count(one => one.Report is not null) >= 5, Deadline.InSeconds(5), "it reports on");
        Assert.All(_sightings.After(from), one => Assert.Null(one.Evidence));
    }

    [Fact]
    public async Task A_long_script_is_busy_and_never_silent()
    {
        Activity = () => new ProcessActivity(_node.ProcessId, SystemProcess.State(_node.ProcessId) ?? 'X', 0);
        using var client = await RespClient.ConnectAsync(_node.Port);
        var began = _clock.Now;
        await client.SendAsync("EVAL", "local t=redis.call('TIME') local e=t[1]+3 while t[1]+0<e do t=redis.call('TIME') end return 1", "0");
        await _sightings.EvidenceAsync(began, UnreachableEvidence.Busy);
        await client.ReadAsync(TimeSpan.FromSeconds(15));
        var ended = _clock.Now;
        await _sightings.ReportAsync(ended);
        Assert.DoesNotContain(_sightings.After(began), one => one.Evidence is UnreachableEvidence.Silent or UnreachableEvidence.ProcessGone);
    }

    [Fact]
    public async Task A_server_that_computes_without_a_word_is_busy_and_not_silent()
    {
        Activity = () => new ProcessActivity(_node.ProcessId, SystemProcess.State(_node.ProcessId) ?? 'X', 0);
        await _node.CallAsync("CONFIG", "SET", "busy-reply-threshold", "60000");
        using var client = await RespClient.ConnectAsync(_node.Port);
        var began = _clock.Now;
        await client.SendAsync("EVAL", "local t=redis.call('TIME') local e=t[1]+3 while t[1]+0<e do t=redis.call('TIME') end return 1", "0");
        Assert.True(await _sightings.EvidenceAsync(began, UnreachableEvidence.Busy) - began >= TimeSpan.FromMilliseconds(880));
        await client.ReadAsync(TimeSpan.FromSeconds(15));
        await _sightings.ReportAsync(_clock.Now);
        Assert.DoesNotContain(_sightings.After(began), one => one.Evidence is UnreachableEvidence.Silent or UnreachableEvidence.ProcessGone);
    }

    [Fact]
    public async Task A_server_that_sleeps_is_silent_and_comes_back()
    {
        Activity = () => new ProcessActivity(_node.ProcessId, SystemProcess.State(_node.ProcessId) ?? 'X', 0);
        using var client = await RespClient.ConnectAsync(_node.Port);
        var began = _clock.Now;
        await client.SendAsync("DEBUG", "SLEEP", "2.5");
        var silent = await _sightings.EvidenceAsync(began, UnreachableEvidence.Silent);
        await _sightings.ReportAsync(silent);
    }
}
