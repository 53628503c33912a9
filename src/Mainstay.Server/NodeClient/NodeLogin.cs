namespace Mainstay.Server.NodeClient;

/// <summary>As whom a connection to a node is used.</summary>
/// <param name="User">An ACL user.</param>
/// <param name="Password">Its password; never logged.</param>
internal sealed record NodeLogin(string User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => User;
}
