using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Protocol.Resp;
using Mainstay.Server.NodeClient;

namespace Mainstay.Server.Control.Orders;

/// <summary>Sets directives on nodes that run. It changes nobody's role, so it needs no term.</summary>
internal sealed class SettingsOrder(NodeDialer dialer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What could not be set, for people.</summary>
    public async Task<ImmutableArray<string>> SetAsync(IReadOnlyList<NodeSpec> nodes, ImmutableArray<ServerSetting> settings, CancellationToken cancellationToken)
    {
        if (settings.IsEmpty) return [];
        var left = await Task.WhenAll(nodes.Select(node => SetAsync(node, settings, cancellationToken)));
        return [.. left.SelectMany(one => one)];
    }

    private async Task<IEnumerable<string>> SetAsync(NodeSpec node, ImmutableArray<ServerSetting> settings, CancellationToken cancellationToken)
    {
        try
        {
            var (connection, replies) = await dialer.OpenAsync(node, [.. settings.Select(setting => RespWriter.Command("CONFIG", "SET", setting.Directive, setting.Value))], Patience, cancellationToken);
            connection.Dispose();
            return settings.Zip(replies).Where(pair => pair.Second.IsError)
                .Select(pair => $"{node.Name} does not take {pair.First.Directive} while it runs ({pair.Second.Text}): it has it from its next start on");
        }
        catch (NodeException silent)
        {
            return [$"{node.Name} could not be told ({silent.Message}): it has the settings from its next start on"];
        }
    }
}
