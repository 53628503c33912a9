using Mainstay.Core.Detection;
using Mainstay.Core.Failover;

namespace Mainstay.Core.Tests.Detection;

public class SilenceDetectorTests
{
    /// <summary>What each kind of process shows, and what is thought of it after so long without an answer on either connection.</summary>
    public static TheoryData<string, int, UnreachableEvidence?> Silences => new()
    {
        // unknown process (another host)
        { "unknown", 950, null },
        { "unknown", 1000, UnreachableEvidence.Silent },
        // stopped: no mercy, but not earlier either
        { "stopped", 950, null },
        { "stopped", 1000, UnreachableEvidence.Silent },
        { "zombie", 1000, UnreachableEvidence.Silent },
        // asleep without using the processor: cut off, or waiting for what never comes
        { "asleep", 1000, UnreachableEvidence.Silent },
        { "idle", 1000, UnreachableEvidence.Silent },
        // at work, by its state or by the time it uses: busy up to ten times as long
        { "running", 950, null },
        { "running", 1000, UnreachableEvidence.Busy },
        { "disk", 1000, UnreachableEvidence.Busy },
        { "half-busy", 1000, UnreachableEvidence.Busy },
        { "running", 9950, UnreachableEvidence.Busy },
        { "running", 10000, UnreachableEvidence.Silent },
        { "half-busy", 10000, UnreachableEvidence.Silent },
    };

    [Theory]
    [MemberData(nameof(Silences))]
    public void Silence_is_judged_by_what_the_process_does(string process, int milliseconds, UnreachableEvidence? expected)
    {
        var driver = new DetectorDriver { Process = now => Sample(process, now) }.Answered();
        var last = driver.Now;
        driver.Pass(milliseconds);
        Assert.Equal(expected, driver.Verdict.Evidence);
        Assert.Equal(last, driver.Verdict.Since);
    }

    [Fact]
    public void A_fresh_connection_is_tried_once_after_half_of_the_time()
    {
        var driver = new DetectorDriver().Answered().Pass(450);
        Assert.Equal(0, driver.FreshOpened);
        driver.Pass(50);
        Assert.Equal(1, driver.FreshOpened);
        driver.Pass(2000);
        Assert.Equal(1, driver.FreshOpened);
    }

    [Fact]
    public void An_answer_on_the_fresh_connection_is_an_answer()
    {
        var driver = new DetectorDriver().Answered().Pass(900);
        driver.Answered().Pass(450);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(550);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void The_open_connection_alone_does_not_make_silence()
    {
        // The fresh attempts fail at once (no route, say): they are tried again, and the time spent on them counts.
        var driver = new DetectorDriver { Fresh = detector => detector.FreshFailed() }.Answered().Pass(950);
        Assert.Null(driver.Verdict.Evidence);
        Assert.True(driver.FreshOpened > 5);
        driver.Pass(100);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void A_lost_connection_and_a_refused_one_are_the_end_at_once()
    {
        var driver = new DetectorDriver { Fresh = detector => detector.FreshRefused() }.Answered().Pass(100);
        var last = driver.Now - TimeSpan.FromMilliseconds(100);
        driver.Detector.OpenLost();
        driver.Look().Look();
        Assert.Equal(UnreachableEvidence.ProcessGone, driver.Verdict.Evidence);
        Assert.Equal(last, driver.Verdict.Since);
    }

    [Fact]
    public void A_lost_connection_alone_is_nothing()
    {
        var driver = new DetectorDriver().Answered().Pass(100);
        driver.Detector.OpenLost();
        driver.Pass(300);
        Assert.Null(driver.Verdict.Evidence);
        Assert.Equal(1, driver.FreshOpened);
    }

    [Fact]
    public void A_refusal_while_the_process_is_there_is_timed_as_silence()
    {
        var driver = new DetectorDriver { Fresh = detector => detector.FreshRefused(), Process = now => Sample("asleep", now) }.Answered();
        driver.Detector.OpenLost();
        driver.Pass(950);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(100);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void A_refusal_while_the_open_connection_stands_is_timed_as_silence()
    {
        var driver = new DetectorDriver { Fresh = detector => detector.FreshRefused() }.Answered().Pass(950);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(100);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void The_supervisors_word_counts_at_once_until_somebody_answers()
    {
        var driver = new DetectorDriver().Answered().Pass(100);
        driver.Detector.ProcessEnded(driver.Now);
        var ended = driver.Now;
        driver.Look();
        Assert.Equal(UnreachableEvidence.ProcessGone, driver.Verdict.Evidence);
        Assert.True(driver.Verdict.OpenFresh);
        driver.Pass(3000);
        Assert.Equal(UnreachableEvidence.ProcessGone, driver.Verdict.Evidence);
        Assert.Equal(ended, driver.Verdict.Since);
        driver.Answered().Pass(50);
        Assert.Null(driver.Verdict.Evidence);
    }

    [Fact]
    public void A_started_process_is_not_what_its_predecessor_was()
    {
        var driver = new DetectorDriver().Answered();
        driver.Detector.ProcessEnded(driver.Now);
        driver.Pass(500);
        driver.Detector.ProcessStarted(driver.Now);
        driver.Look();
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(950);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(50);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void Nobody_there_from_the_beginning_is_gone_when_refused_and_silent_when_not()
    {
        Assert.Equal(UnreachableEvidence.ProcessGone, new DetectorDriver { Fresh = detector => detector.FreshRefused() }.Pass(100).Verdict.Evidence);
        var silent = new DetectorDriver().Pass(950);
        Assert.Null(silent.Verdict.Evidence);
        Assert.Equal(UnreachableEvidence.Silent, silent.Pass(50).Verdict.Evidence);
    }

    [Fact]
    public void An_answer_of_being_occupied_is_busy_however_long_it_lasts()
    {
        var driver = new DetectorDriver { Process = now => Sample("running", now) };
        for (var i = 0; i < 300; i++)
        {
            driver.Detector.AnsweredBusy(driver.Now);
            driver.Pass(100);
            Assert.Equal(UnreachableEvidence.Busy, driver.Verdict.Evidence);
        }

        driver.Answered().Look();
        Assert.Null(driver.Verdict.Evidence);
    }

    [Fact]
    public void A_pause_of_our_own_is_not_the_nodes_silence()
    {
        var driver = new DetectorDriver().Answered().Pass(100).Jump(5000);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(850);
        Assert.Null(driver.Verdict.Evidence);
        driver.Pass(100);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void A_process_that_stops_working_is_busy_no_longer_than_the_window()
    {
        var driver = new DetectorDriver { Process = now => Sample("half-busy", now) }.Answered().Pass(1500);
        Assert.Equal(UnreachableEvidence.Busy, driver.Verdict.Evidence);
        var used = Sample("half-busy", driver.Now)!.Value.Processor;
        driver.Process = _ => new ProcessSample('S', used);
        driver.Pass(600);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("disk")]
    public void A_process_that_has_just_ended_its_work_is_given_the_time_to_answer(string work)
    {
        var driver = new DetectorDriver { Process = now => Sample(work, now) }.Answered().Pass(2000);
        var used = Sample(work, driver.Now)!.Value.Processor;
        driver.Process = _ => new ProcessSample('S', used);
        driver.Pass(450);
        Assert.Equal(UnreachableEvidence.Busy, driver.Verdict.Evidence);
        driver.Pass(150);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    [Fact]
    public void A_process_that_is_stopped_while_it_works_is_silent_at_once()
    {
        var driver = new DetectorDriver { Process = now => Sample("running", now) }.Answered().Pass(2000);
        driver.Process = now => Sample("stopped", now);
        driver.Pass(50);
        Assert.Equal(UnreachableEvidence.Silent, driver.Verdict.Evidence);
    }

    private static ProcessSample? Sample(string process, Instant now)
    {
        var alive = now - Instant.Zero;
        return process switch
        {
            "stopped" => new ProcessSample('T', TimeSpan.FromSeconds(3)),
            "zombie" => new ProcessSample('Z', TimeSpan.FromSeconds(3)),
            "asleep" => new ProcessSample('S', TimeSpan.FromSeconds(3)),
            // An idle server's housekeeping: 10 ms every 2 s.
            "idle" => new ProcessSample('S', TimeSpan.FromMilliseconds(10 * Math.Floor(alive.TotalSeconds / 2))),
            "running" => new ProcessSample('R', alive),
            "disk" => new ProcessSample('D', TimeSpan.FromSeconds(3)),
            "half-busy" => new ProcessSample('S', alive / 2),
            _ => null,
        };
    }
}
