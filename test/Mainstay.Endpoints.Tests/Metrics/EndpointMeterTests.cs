using Mainstay.Core;
using Mainstay.Endpoints.Metrics;
using Mainstay.Endpoints.Tests.Fakes;

namespace Mainstay.Endpoints.Tests.Metrics;

public sealed class EndpointMeterTests
{
    private readonly HandTime _time = new();
    private readonly ErrorKinds _kinds = ErrorKinds.OfRedis();
    private readonly EndpointCounters[] _loops;
    private readonly EndpointMeter _meter;

    public EndpointMeterTests()
    {
        _loops = [new EndpointCounters(_kinds), new EndpointCounters(_kinds)];
        _meter = new EndpointMeter([.. _loops], _kinds, _time);
    }

    private EndpointFigures Figures => _meter.Figures().Figures;

    [Fact]
    public void Without_a_command_there_is_no_latency_and_no_bucket_is_missing()
    {
        var (figures, latency) = _meter.Figures();
        Assert.Null(figures.Latency);
        Assert.Null(figures.LatencyEver);
        Assert.Equal(0, figures.CommandsPerSecond);
        Assert.Equal(LatencyBuckets.None.Counts, latency.Counts);
    }

    [Fact]
    public void All_loops_count_and_percentiles_are_true_to_one_part_in_a_hundred()
    {
        for (var i = 1; i <= 1000; i++) Take(_loops[i % 2], TimeSpan.FromMilliseconds(i));
        _time.Now = TimeSpan.FromSeconds(10);
        var figures = Figures;
        Assert.Equal(1000, figures.Latency!.Commands);
        Assert.InRange(figures.Latency.P50Ms, 499, 506);
        Assert.InRange(figures.Latency.P99Ms, 989, 1000);
        Assert.InRange(figures.Latency.P999Ms, 998, 1009);
        Assert.InRange(figures.Latency.MaxMs, 999, 1010);
        Assert.Equal(100, figures.CommandsPerSecond);
    }

    [Fact]
    public void The_last_full_minute_is_told_and_what_came_before_it_only_ever()
    {
        Take(_loops[0], TimeSpan.FromSeconds(2));
        Turn(TimeSpan.FromSeconds(61));
        for (var i = 0; i < 120; i++) Take(_loops[1], TimeSpan.FromMilliseconds(1));
        Assert.InRange(Figures.Latency!.MaxMs, 1990, 2020);
        Turn(TimeSpan.FromSeconds(121));
        Assert.Equal(120, Figures.Latency!.Commands);
        Assert.InRange(Figures.Latency.MaxMs, 0.99, 1.01);
        Assert.Equal(2, Figures.CommandsPerSecond);
        Assert.InRange(Figures.LatencyEver!.MaxMs, 1990, 2020);
        Turn(TimeSpan.FromSeconds(181));
        Assert.Null(Figures.Latency);
        Assert.Equal(121, Figures.LatencyEver!.Commands);
    }

    [Fact]
    public void Buckets_hold_what_took_no_longer_and_the_total_is_exact()
    {
        foreach (var milliseconds in new[] { 0.05, 0.1, 1, 3, 10_000, 90_000 }) Take(_loops[0], TimeSpan.FromMicroseconds(milliseconds * 1000));
        var latency = _meter.Figures().Latency;
        Assert.Equal([2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5], latency.Counts);
        Assert.Equal((6, TimeSpan.FromMicroseconds(100_004_150)), (latency.Commands, latency.Total));
    }

    [Fact]
    public void Errors_are_told_by_their_kind_and_our_own_before_there_was_one()
    {
        _loops[0].AddError("-WRONGTYPE no\r\n"u8);
        _loops[1].AddError("-WRONGTYPE no\r\n"u8);
        _loops[1].AddError("-nothing known\r\n"u8);
        Assert.Equal(
            "DENIED 0, ERR 0, EXECABORT 0, INDETERMINATE 0, READONLY 0, TRYAGAIN 0, WRONGTYPE 2, other 1",
            string.Join(", ", Figures.Errors.Select(kind => $"{kind.Key} {kind.Value}")));
    }

    private static void Take(EndpointCounters loop, TimeSpan took)
    {
        loop.Add(EndpointCounter.Commands);
        loop.Times.Record(Instant.Zero, Instant.Zero + took);
    }

    private void Turn(TimeSpan now)
    {
        _time.Now = now;
        _meter.Turn();
    }
}
