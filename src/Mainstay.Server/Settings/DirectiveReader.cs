using System.Collections.Immutable;
using Mainstay.Core.Configuration;
using Mainstay.Server.Nodes;

namespace Mainstay.Server.Settings;

/// <summary>Reads directives for redis.conf. Whether the server knows a directive, only the server says.</summary>
internal sealed class DirectiveReader(FaultList faults)
{
    private const int LongestValue = 1024;

    public ImmutableArray<ServerSetting> Read(SettingsNode? node, ImmutableArray<NodeSpec> nodes)
    {
        if (node is null or SettingsNode.Scalar { IsNull: true }) return [];
        if (node is not SettingsNode.Map map)
        {
            faults.Error(node, $"'settings' is {node.Kind}; directives are expected, each with its value", "write maxmemory: 2gb below it");
            return [];
        }

        if (nodes.Length > 0 && nodes.All(one => !one.Managed)) faults.Error(node, "'settings' are for nodes that we start; these are started by others", "set them where those are configured");
        var read = ImmutableArray.CreateBuilder<ServerSetting>();
        foreach (var (key, value) in map.Pairs)
            if (Read(key, value) is { } setting) read.Add(setting);
        return read.ToImmutable();
    }

    private ServerSetting? Read(SettingsNode.Scalar key, SettingsNode value)
    {
        var directive = key.Text.ToLowerInvariant();
        if (directive.Length is 0 or > 64 || !directive.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            faults.Error(key, $"'{key.Text}' is no name of a directive", "as in redis.conf: maxmemory-policy");
        else if (OwnedDirectives.Instead(directive) is { } instead)
            faults.Error(key, $"'{directive}' is set by the daemon itself", instead);
        else if (value is not SettingsNode.Scalar scalar)
            faults.Error(value, $"'{directive}' is {value.Kind}; a single value is expected", "write its arguments in one line, as in redis.conf");
        else if (scalar.Text.Length > LongestValue || scalar.Text.Any(char.IsControl))
            faults.Error(value, $"the value of '{directive}' is longer than {LongestValue} characters or holds a line break");
        else
            return new ServerSetting(directive, scalar.Text);
        return null;
    }
}
