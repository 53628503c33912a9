using Mainstay.Core;

namespace Mainstay.Server.Control;

/// <summary>How soon a broken machine may be replaced: at once the first time, then with doubling waits up to half a minute.</summary>
internal sealed class RebuildRate
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);

    private TimeSpan _wait;
    private Instant? _last;

    /// <summary>The wait before the rebuild that is needed at <paramref name="now"/>. Five calm minutes begin the count anew.</summary>
    public TimeSpan Next(Instant now)
    {
        if (_last is not { } last || now - last > Calm) _wait = TimeSpan.Zero;
        else if (_wait == TimeSpan.Zero) _wait = First;
        else _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        _last = now;
        return _wait;
    }
}
