using Mainstay.Core.Configuration;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Nodes;

/// <summary>Asks a managed node who it is, on a fresh connection, as the control user.</summary>
internal sealed class NodeProbe(NodeCredentials credentials)
{
    private static readonly byte[] Question = RespWriter.Command("INFO", "server");

    private readonly NodeDialer _dialer = new(_ => new NodeLogin(NodeCredentials.ControlUser, credentials.ControlPassword));

    /// <summary>
    /// What answers at the node's unix socket, else at its address; null when nothing does within <paramref name="limit"/>. An error reply
    /// (loading, busy, a user it does not know) is an answer without a run id.
    /// </summary>
    public async Task<NodeAnswer?> AskAsync(NodeSpec node, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            var (connection, replies) = await _dialer.OpenAsync(node, [Question], limit, cancellationToken).ConfigureAwait(false);
            using var opened = connection;
            var info = new InfoFields(NodeConnection.Expect(replies[0]).Text);
            return new NodeAnswer(info.Text("run_id"), (int?)info.Number("process_id"));
        }
        catch (NodeException e)
        {
            return e.Fault == NodeFault.ServerError ? new NodeAnswer(null, null) : null;
        }
    }
}
