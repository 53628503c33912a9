using Mainstay.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Mainstay.Cli.Running;

/// <summary>What <c>serve</c> was started with.</summary>
/// <param name="File">The configuration.</param>
/// <param name="Host">This host's name in it; null for the environment's, else the host's own.</param>
/// <param name="Least">What is logged.</param>
/// <param name="Format">How; null for what the file says.</param>
internal sealed record ServeOptions(string File, string? Host, LogLevel Least, LogFormat? Format)
{
    /// <summary>How long clients that cannot be handed over may go on, unless the command says otherwise.</summary>
    public static readonly TimeSpan UsualDrain = TimeSpan.FromSeconds(30);

    /// <summary>Whether it takes over from a daemon that runs.</summary>
    public bool TakesOver { get; init; }

    /// <summary>How long that one may go on with clients that cannot be handed over.</summary>
    public TimeSpan Drain { get; init; } = UsualDrain;

    /// <summary>The same as arguments, for the process that takes over from this one.</summary>
    public IEnumerable<string> Successor =>
    [
        "serve", "-c", File, "--take-over", "--drain", $"{Drain.TotalMilliseconds:0}ms",
        .. Host is null ? Array.Empty<string>() : ["--host", Host],
        .. Least < LogLevel.Information ? ["-v"] : Array.Empty<string>(),
        .. Format is { } format ? ["--log", format.ToString().ToLowerInvariant()] : Array.Empty<string>(),
    ];
}
