using System.Net;

namespace Mainstay.Endpoints;

/// <summary>A client that came to a node's own address, and so to the door in front of it.</summary>
/// <param name="Node">The node whose address it uses.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Name">The name that it gave itself (<c>CLIENT SETNAME</c>); empty for none.</param>
/// <param name="Library">What it says it is made with (<c>CLIENT SETINFO</c>), as <c>name/version</c>; empty when it does not say.</param>
/// <param name="User">As whom it logged in; <c>default</c> when it did not.</param>
/// <param name="Since">When it connected.</param>
/// <param name="LastCommand">The name of its last command, lower case; empty before the first.</param>
/// <param name="Misdirected">How many of its commands the node would have refused as a replica, and were forwarded to the primary or refused here.</param>
public sealed record DoorClient(string Node, IPEndPoint Address, string Name, string Library, string User, DateTimeOffset Since, string LastCommand, long Misdirected);
