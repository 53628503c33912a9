namespace Mainstay.Endpoints.Routing;

/// <summary>
/// As whom a node is asked who it is, where it answers nobody who has not logged in: a client's own login may come later, and may not allow the
/// question.
/// </summary>
/// <param name="User">An ACL user that may ask <c>INFO</c>.</param>
/// <param name="Password">Its password; never logged.</param>
public sealed record NodeIdentity(string User, string Password)
{
    /// <summary>Says nothing of the password.</summary>
    public override string ToString() => User;
}
