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
        var password = new SecretReader(faults, values, folder).Read(group, "password", "password_file", "the password");
        var place = group["password"] ?? group["password_file"];
        if (username is not null && place is null) faults.Error(group["username"]!, "'username' stands without a password", "add password or password_file");
        if (username is NodeCredentials.ControlUser or NodeCredentials.ReplicationUser or NodeCredentials.EndpointUser) faults.Error(group["username"]!, $"the user {username} is the daemon's own", "use another name");
        else if (username is not null && (username.Length is 0 or > 64 || username.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))) faults.Error(group["username"]!, "'username' is empty, longer than 64 characters, or holds a space");
        if (password is null || place is null) return null;
        if (password.Length is 0 or > LongestPassword || password.Any(c => c is < '!' or > '~'))
        {
            faults.Error(place, $"the password is empty, longer than {LongestPassword} characters, or holds a space or a character beyond ASCII");
            return null;
        }

        return new NodeAccess(username == "default" ? null : username, password);
    }
}
