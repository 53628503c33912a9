using Mainstay.Core.Configuration;

namespace Mainstay.Server.NodeClient;

/// <summary>As whom the nodes of a group are used: those we start know our own users, those that others start the group's account.</summary>
/// <param name="control">Our control user on managed nodes.</param>
/// <param name="replication">Our replication user on managed nodes.</param>
/// <param name="access">The group's account; null for servers that ask for nobody.</param>
internal sealed class NodeLogins(NodeLogin control, NodeLogin replication, NodeAccess? access)
{
    private const string DefaultUser = "default";

    private readonly NodeLogin? _account = access is null ? null : new NodeLogin(access.Username ?? DefaultUser, access.Password);

    /// <summary>For control connections; null where nobody is asked for.</summary>
    public NodeLogin? Control(NodeSpec node) => node.Managed ? control : _account;

    /// <summary>For reading a node's history as its replicas do; null where nobody is asked for.</summary>
    public NodeLogin? Replication(NodeSpec node) => node.Managed ? replication : _account;
}
