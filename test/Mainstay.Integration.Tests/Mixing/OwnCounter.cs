using System.Globalization;

namespace Mainstay.Integration.Tests.Mixing;

/// <summary>A counter that one client alone increments: each acknowledged increment is one more than the last, and each unknown one may be.</summary>
/// <param name="key">Its name.</param>
internal sealed class OwnCounter(string key)
{
    private long _last, _unknown, _sent;

    public string Key => key;

    /// <summary>Increments that were answered.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Null when that may be the answer to an increment; else what is wrong.</summary>
    public string? Incremented(long? value, long sent, Weather weather, out long lost)
    {
        lost = 0;
        if (value is not { } now)
        {
            _unknown++;
            return null;
        }

        Acknowledged++;
        var (least, most) = (_last + 1, _last + 1 + _unknown);
        var since = _sent;
        (_last, _unknown, _sent) = (now, 0, sent);
        if (now > most) return string.Create(CultureInfo.InvariantCulture, $"{key} is {now}; at most {most}");
        if (now >= least) return null;
        if (!weather.MayHaveDied(since) && !weather.MayHaveDied(sent)) return string.Create(CultureInfo.InvariantCulture, $"{key} is {now}; at least {least}");
        lost = least - now;
        return null;
    }
}
