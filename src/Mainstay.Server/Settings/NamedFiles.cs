namespace Mainstay.Server.Settings;

/// <summary>Reads small files that a configuration names. What is in them is in no message.</summary>
internal sealed class NamedFiles(FaultList faults)
{
    /// <summary>The file's beginning; null where a fault was told.</summary>
    /// <param name="place">Where it is named.</param>
    /// <param name="path">Its full path.</param>
    /// <param name="longest">So many characters at most.</param>
    /// <param name="secret">Whether others must not read it.</param>
    /// <param name="missing">What to do where there is none.</param>
    public string? Read(SettingsNode place, string path, int longest, bool secret, string missing)
    {
        try
        {
            if (secret && new FileInfo(path) is { Exists: true } info && (info.UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
                faults.Warning(place, $"{path} can be read or written by other users", $"chmod 600 {path}");
            using var reader = new StreamReader(path);
            var buffer = new char[longest];
            return new string(buffer, 0, reader.ReadBlock(buffer));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Error(place, $"there is no file {path}", missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Error(place, $"{path} cannot be read by the user {Environment.UserName}: {e.Message}");
        }

        return null;
    }
}
