using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mainstay.Server.Settings;

/// <summary>Reads networks, <c>10.0.0.0/8</c>, and single addresses.</summary>
internal sealed class NetworkReader(FaultList faults, ValueReader values)
{
    private const int Most = 64;

    public ImmutableArray<IPNetwork> Read(SettingsNode? node, string key)
    {
        var read = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var item in values.Items(node, key, Most, "[10.0.0.0/8, \"::1\"]") ?? [])
        {
            if (Parse(item.Text) is not { } network) faults.Error(item, $"'{key}' holds {item.Shown}, which is no network", Suggestion(item.Text));
            else if (network.PrefixLength == 0) faults.Error(item, $"'{key}' holds {item.Shown}: anybody could say that he is somebody else", "name the proxies' addresses or their network");
            else if (!read.Contains(network)) read.Add(network);
        }

        return read.ToImmutable();
    }

    /// <summary>As it would be written: a single address without its length.</summary>
    public static string Show(IPNetwork network) => network.PrefixLength == Bits(network.BaseAddress) ? network.BaseAddress.ToString() : network.ToString();

    private static IPNetwork? Parse(string text)
    {
        if (Address(text) is { } single) return new IPNetwork(single, Bits(single));
        var slash = text.IndexOf('/', StringComparison.Ordinal);

        // The system takes 10.1.2.3/8 for 10.0.0.0/8: whoever wrote it may have meant the one address.
        return slash > 0 && Address(text[..slash]) is { } first && IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(first) ? network : null;
    }

    private static string Suggestion(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && Address(text[..slash]) is { } address)
        {
            if (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > Bits(address)) return $"the length behind the / goes from 1 to {Bits(address)}";
            var bytes = address.GetAddressBytes();
            for (var bit = length; bit < Bits(address); bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return $"write {new IPAddress(bytes)}/{length}, or {address} for the one address";
        }

        return text.StartsWith('[') ? "write it without brackets, in quotes: \"::1\"" : "write an IP address or a network, as in 10.0.0.0/8, without a port";
    }

    /// <summary>An address in full: <c>10.1</c> is one for the system, and never what was meant.</summary>
    private static IPAddress? Address(string text) =>
        IPAddress.TryParse(text, out var address) && !text.StartsWith('[') && (address.AddressFamily != AddressFamily.InterNetwork || text.Count(c => c == '.') == 3) ? address : null;

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
