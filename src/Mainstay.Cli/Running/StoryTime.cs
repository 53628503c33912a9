using System.Globalization;

namespace Mainstay.Cli.Running;

/// <summary>How long something took, as it is told.</summary>
internal static class StoryTime
{
    /// <summary><c>38 ms</c>, <c>2.1 s</c>.</summary>
    public static string Of(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? $"{Math.Ceiling(span.TotalMilliseconds):0} ms"
        : $"{span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
}
