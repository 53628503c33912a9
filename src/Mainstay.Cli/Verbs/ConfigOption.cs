using System.Collections;
using System.CommandLine;
using Mainstay.Server.Settings;

namespace Mainstay.Cli.Verbs;

/// <summary><c>-c FILE</c>, and with it <c>--host NAME</c>: which configuration, for which host.</summary>
internal sealed class ConfigOption : Option<string>
{
    private const string HostVariable = "MAINSTAY_HOST";

    public ConfigOption()
        : base("--config", "-c")
    {
        Description = "The configuration";
        HelpName = "FILE";
        Required = true;
    }

    /// <summary>The flag beside it.</summary>
    public Option<string?> Host { get; } = new("--host") { Description = $"This host's name in the file (default: {HostVariable}, else the host's own)", HelpName = "NAME" };

    /// <summary>This host's name.</summary>
    public static string HostName(string? host) => host ?? Environment.GetEnvironmentVariable(HostVariable) ?? Environment.MachineName;

    /// <summary>Reads the file that is meant.</summary>
    public static SettingsReading Read(string file, string? host)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        return SettingsFile.Read(file, environment, host ?? environment.GetValueOrDefault(HostVariable));
    }
}
