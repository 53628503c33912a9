using System.Collections.Immutable;
using Mainstay.Server.Hosting;

namespace Mainstay.Server.Settings;

/// <summary>What came of reading a configuration file.</summary>
/// <param name="Spec">What is to be run; null when any fault is an error.</param>
/// <param name="Logs">How to log.</param>
/// <param name="Faults">All that was found, in the order of the file.</param>
public sealed record SettingsReading(DaemonSpec? Spec, LogFormat Logs, ImmutableArray<SettingsFault> Faults)
{
    /// <summary>Whether it can be run.</summary>
    public bool IsGood => Spec is not null;
}
