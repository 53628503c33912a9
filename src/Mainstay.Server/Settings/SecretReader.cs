namespace Mainstay.Server.Settings;

/// <summary>Reads a secret that stands in the configuration or in a file of its own. It is in no message.</summary>
internal sealed class SecretReader(FaultList faults, ValueReader values, string folder)
{
    private const int Longest = 4096;

    /// <summary>The secret; null where there is none, or where a fault was told.</summary>
    /// <param name="map">Where it stands.</param>
    /// <param name="key">The key of the secret itself.</param>
    /// <param name="fileKey">The key of its file.</param>
    /// <param name="what">What it is, for messages.</param>
    public string? Read(MapReader map, string key, string fileKey, string what)
    {
        var (text, file) = (values.Text(map[key], key), values.Text(map[fileKey], fileKey));
        if (text is not null && file is not null) faults.Error(map[fileKey]!, $"both '{key}' and '{fileKey}' are given", "keep one of them");
        if (text is { Length: 0 } && map[key] is SettingsNode.Scalar { FromEnvironment: true }) return null; // told where the variable was missed
        return file is null ? text : new NamedFiles(faults).Read(map[fileKey]!, Path.Combine(folder, file), Longest, secret: true, $"write {what} into it, in the first line")?.Split('\n')[0].Trim();
    }
}
