using System.Globalization;
using Mainstay.Core.Serving;

namespace Mainstay.Endpoints.Memcached.Answers;

/// <summary>The lines that a configuration endpoint answers itself, without their end. The first word is the protocol's.</summary>
internal static class MemcachedReplies
{
    /// <summary>Too many clients.</summary>
    public const string TooManyClients = "SERVER_ERROR mainstay: max number of clients reached";

    /// <summary>Too many clients from one address.</summary>
    public const string TooManyFromAddress = "SERVER_ERROR mainstay: max number of clients from this address reached";

    /// <summary>One request that can't be served within the memory allowed.</summary>
    public const string OutOfMemory = "SERVER_ERROR mainstay: no memory for this request within the endpoint's bounds; not executed";

    /// <summary>A value that is larger than an item may be, in the server's words.</summary>
    public const string TooLarge = "SERVER_ERROR object too large for cache";

    /// <summary>A value that does not end where it was said to, in the server's words.</summary>
    public const string BadChunk = "CLIENT_ERROR bad data chunk";

    /// <summary>A line without an end.</summary>
    public const string LineTooLong = "CLIENT_ERROR mainstay: a line of more than 64 KiB";

    /// <summary>A line that a node would close the connection over.</summary>
    public const string PlainLineTooLong = "CLIENT_ERROR mainstay: a line of more than 1 KiB, which only get and gets may have; not executed";

    /// <summary>Sent, and the connection to the node was lost before the answer, and the node goes on as it was.</summary>
    public const string Indeterminate = "SERVER_ERROR mainstay: the connection to the node was lost before the answer; may have executed or may still";

    /// <summary>A change of the list of nodes.</summary>
    public const string ListIsOurs = "CLIENT_ERROR mainstay: which nodes the cluster has is said in its configuration, not by clients; not executed";

    /// <summary>A configuration that there is not.</summary>
    public const string NoSuchConfiguration = "CLIENT_ERROR mainstay: the configuration there is is called cluster: config get cluster";

    /// <summary>Connections of one node, which would be mixed up with another's.</summary>
    public const string OneNodesConnections = "CLIENT_ERROR mainstay: connections are a node's own: stats NODE conns";

    /// <summary>A command about a single process.</summary>
    public static string NodeOnly(string verb) => $"CLIENT_ERROR mainstay: {verb} is about a single node and is refused at an endpoint; not executed";

    /// <summary>A key whose node does not serve, where commands for it are to fail.</summary>
    public static string NodeDown(string node) => $"SERVER_ERROR mainstay: {node} does not serve just now; not executed";

    /// <summary>Not held, or held too long.</summary>
    public static string TryAgain(HoldRefusal refusal, TimeSpan time) => "SERVER_ERROR mainstay: " + refusal switch
    {
        HoldRefusal.Time => string.Create(CultureInfo.InvariantCulture, $"no node for this within {time.TotalSeconds:0.###} s"),
        HoldRefusal.Bytes => "no node for this just now, and the bytes that may be held are held",
        _ => "no node for this just now, and the commands that may be held are held",
    } + "; not executed";
}
