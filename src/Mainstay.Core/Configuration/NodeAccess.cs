namespace Mainstay.Core.Configuration;

/// <summary>
/// The account on the nodes of a group. Managed nodes are given it: applications log in with it, and nobody without. On unmanaged nodes it
/// exists already: the daemon controls them with it, and their replicas log in to their primary with it.
/// </summary>
/// <param name="Username">The ACL user; null for the default user (<c>requirepass</c>).</param>
/// <param name="Password">Its password.</param>
public sealed record NodeAccess(string? Username, string Password)
{
    /// <summary>Says nothing of the password: secrets don't reach a log by being printed.</summary>
    public override string ToString() => $"{nameof(NodeAccess)} of {Username ?? "default"}";
}
