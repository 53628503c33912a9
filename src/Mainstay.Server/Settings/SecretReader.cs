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
        return file is null ? text : ReadFile(map[fileKey]!, Path.Combine(folder, file), what);
    }

    private string? ReadFile(SettingsNode place, string path, string what)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true } info && (info.UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
                faults.Warning(place, $"{path} can be read or written by other users", $"chmod 600 {path}");
            using var reader = new StreamReader(path);
            var buffer = new char[Longest];
            var text = new string(buffer, 0, reader.ReadBlock(buffer));
            return text.Split('\n')[0].Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Error(place, $"there is no file {path}", $"write {what} into it, in the first line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Error(place, $"{path} cannot be read by the user {Environment.UserName}: {e.Message}");
        }

        return null;
    }
}
