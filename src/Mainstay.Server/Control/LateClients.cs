using System.Collections.Concurrent;
using Mainstay.Core.Configuration;
using Mainstay.Core.Topology;
using Mainstay.Endpoints.Transport.Tls;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;
using Mainstay.Server.Nodes;
using Microsoft.Extensions.Logging;

namespace Mainstay.Server.Control;

/// <summary>
/// For clients that find the primary by its name: who looked it up just before a change may still connect to the former primary for as long as
/// lookups are kept, and would stay there, refused at every write. When nobody can have a former lookup any more, the clients of a former primary
/// are ended once, so that they look the name up again. (Those that were connected at the change are ended at once, where the node is told
/// whom to follow.) Our own connections are spared, and those by unix sockets, which are ours too.
/// </summary>
internal sealed partial class LateClients : IAsyncDisposable
{
    private const int MostAttempts = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    /// <summary>Resolvers count whole seconds from when they were answered, which may be a little after we were asked.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private static readonly byte[][] List = [RespWriter.Command("CLIENT", "LIST", "TYPE", "normal"), RespWriter.Command("CLIENT", "LIST", "TYPE", "pubsub")];

    private readonly GroupSpec _spec;
    private readonly NodeDialer _dialer;
    private readonly TimeSpan _lookups;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Task> _due = new(StringComparer.Ordinal);
    private volatile string? _primary;

    /// <param name="spec">The group.</param>
    /// <param name="credentials">As whom nodes are told.</param>
    /// <param name="lookups">How long a lookup may be kept.</param>
    /// <param name="time">Whose clock.</param>
    /// <param name="logger">Where it is told.</param>
    public LateClients(GroupSpec spec, NodeCredentials credentials, TimeSpan lookups, TimeProvider time, ILogger logger)
    {
        (_spec, _lookups, _time, _logger) = (spec, lookups, time, logger);
        _dialer = new NodeDialer(new NodeLogins(
            new NodeLogin(NodeCredentials.ControlUser, credentials.ControlPassword), new NodeLogin(NodeCredentials.ReplicationUser, credentials.ReplicationPassword), spec.Access).Control,
            NodeTls.Of(spec.NodeTls, time));
    }

    /// <summary>A topology was published. One publication at a time.</summary>
    public void Publish(GroupTopology topology)
    {
        if (topology.Primary?.Node is not { } primary || primary == _primary) return;
        var former = _primary;
        _primary = primary;
        if (former is null || topology.Node(former) is not { } node) return;

        // At most one a node: a further change while one waits begins its wait anew.
        _due[former] = _due.TryGetValue(former, out var waiting) && !waiting.IsCompleted ? AfterAsync(waiting, node) : SeverAsync(node);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_due.Values);
        _stop.Dispose();
    }

    /// <summary>The ids of those to end, out of what <c>CLIENT LIST</c> says.</summary>
    internal static IEnumerable<string> ToEnd(string list) =>
        list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields).Where(fields => !IsOurs(fields)).Select(fields => fields["id"]);

    private static bool IsOurs(Dictionary<string, string> client) =>
        client.GetValueOrDefault("user") is NodeCredentials.ControlUser or NodeCredentials.ReplicationUser
        || client.GetValueOrDefault("name") == NodeDialer.ClientName
        || client.GetValueOrDefault("flags", "").AsSpan().IndexOfAny('U', 'S', 'M') >= 0
        || !client.ContainsKey("id");

    private static Dictionary<string, string> Fields(string line)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in line.Trim().Split(' '))
            if (field.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) fields[field[..at]] = field[(at + 1)..];
        return fields;
    }

    private async Task AfterAsync(Task waiting, TopologyNode node)
    {
        await waiting;
        await SeverAsync(node);
    }

    private async Task SeverAsync(TopologyNode node)
    {
        try
        {
            await Task.Delay(_lookups + Slack, _time, _stop.Token);
            var spec = _spec.Nodes.FirstOrDefault(one => one.Name == node.Name)
                ?? new NodeSpec { Name = node.Name, Address = node.Address, UnixSocket = node.UnixSocket, Managed = _spec.Nodes.All(one => one.Managed) };
            for (var attempt = 1; node.Name != _primary; attempt++)
            {
                if (await TrySeverAsync(spec) is not { } fault) return;
                if (attempt == MostAttempts)
                {
                    Log.NotSevered(_logger, _spec.Name, node.Name, fault);
                    return;
                }

                await Task.Delay(BetweenAttempts, _time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>Null when nobody is there any more who should not be, or nobody can be.</summary>
    private async Task<string?> TrySeverAsync(NodeSpec node)
    {
        try
        {
            var (connection, lists) = await _dialer.OpenAsync(node, List, Limit, _stop.Token);
            using var open = connection;
            var ids = lists.SelectMany(list => ToEnd(NodeConnection.Expect(list).Text)).ToList();
            if (ids.Count == 0) return null;

            // One that went by itself meanwhile is answered with an error, and gone as well.
            await open.ExchangeAsync([.. ids.Select(id => RespWriter.Command("CLIENT", "KILL", "ID", id))], Limit, _stop.Token);
            Log.Severed(_logger, _spec.Name, node.Name, ids.Count);
            return null;
        }
        catch (NodeException e)
        {
            return e.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Group}: ended {Count} clients of {Node}, the former primary, that may have found it by a lookup from before the change", EventName = "LateClientsEnded")]
        public static partial void Severed(ILogger logger, string group, string node, int count);

        [LoggerMessage(2, LogLevel.Warning, "{Group}: clients that connected to {Node}, the former primary, after the change could not be ended ({Fault}); if writes of theirs are refused, let them connect again", EventName = "LateClientsStay")]
        public static partial void NotSevered(ILogger logger, string group, string node, string fault);
    }
}
