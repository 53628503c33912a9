namespace Mainstay.TestKit.Writing;

/// <summary>
/// Measures how long this process itself was kept from running, by a thread that wakes every millisecond: a gap that is not longer than the
/// longest stall says nothing about the server.
/// </summary>
internal sealed class StallMeter : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _longest;

    public StallMeter()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "stall meter" };
        _thread.Start();
    }

    /// <summary>The longest stall since the meter started.</summary>
    public TimeSpan Longest => TimeProvider.System.GetElapsedTime(0, Volatile.Read(ref _longest));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var last = TimeProvider.System.GetTimestamp();
        while (!_stop.Wait(1))
        {
            var now = TimeProvider.System.GetTimestamp();
            if (now - last > Volatile.Read(ref _longest)) Volatile.Write(ref _longest, now - last);
            last = now;
        }
    }
}
