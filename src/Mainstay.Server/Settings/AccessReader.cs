using Mainstay.Core.Configuration;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Settings;

/// <summary>Reads the account on the nodes of a group. Its password is in no message.</summary>
internal sealed class AccessReader(FaultList faults, ValueReader values, string folder)
{
    private const int LongestPassword = 512;

    public NodeAccess? Read(MapReader group)
    {
        var username = values.Text(group["username"], "username");
        var (password, file) = (values.Text(group["password"], "password"), values.Text(group["password_file"], "password_file"));
        if (password is not null && file is not null) faults.Error(group["password_file"]!, "both 'password' and 'password_file' are given", "keep one of them");
        var place = group["password"] ?? group["password_file"];
        if (username is not null && place is null) faults.Error(group["username"]!, "'username' stands without a password", "add password or password_file");
        if (username is NodeCredentials.ControlUser or NodeCredentials.ReplicationUser) faults.Error(group["username"]!, $"the user {username} is the daemon's own", "use another name");
        else if (username is not null && (username.Length is 0 or > 64 || username.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))) faults.Error(group["username"]!, "'username' is empty, longer than 64 characters, or holds a space");
        if (file is not null) password = ReadFile(group["password_file"]!, Path.Combine(folder, file));
        if (password is null || place is null) return null;
        if (password.Length == 0 && place is SettingsNode.Scalar { FromEnvironment: true }) return null; // told where the variable was missed
        if (password.Length is 0 or > LongestPassword || password.Any(c => c is < '!' or > '~'))
        {
            faults.Error(place, $"the password is empty, longer than {LongestPassword} characters, or holds a space or a character beyond ASCII");
            return null;
        }

        return new NodeAccess(username == "default" ? null : username, password);
    }

    private string? ReadFile(SettingsNode place, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true } info && (info.UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite)) != 0)
                faults.Warning(place, $"{path} can be read or written by other users", $"chmod 600 {path}");
            using var reader = new StreamReader(path);
            return reader.ReadLine()?.Trim() ?? "";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Error(place, $"there is no file {path}", "write the password into it, in the first line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Error(place, $"{path} cannot be read by the user {Environment.UserName}: {e.Message}");
        }

        return null;
    }
}
