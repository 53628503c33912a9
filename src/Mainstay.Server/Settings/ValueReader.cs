using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Mainstay.Core.Topology;

namespace Mainstay.Server.Settings;

/// <summary>Reads single values; each that is wrong is a fault with what to write instead, and null.</summary>
internal sealed class ValueReader(FaultList faults)
{
    /// <summary>Text; null where it was left out or is none.</summary>
    public string? Text(SettingsNode? node, string key)
    {
        if (node is null) return null;
        if (node is SettingsNode.Scalar scalar) return scalar.Text;
        faults.Error(node, $"'{key}' is {node.Kind}; a single value is expected", "write the value behind the key");
        return null;
    }

    /// <summary>One of the words of the table.</summary>
    public string? Word(SettingsNode? node, string path)
    {
        var doc = KeyTable.Find(path);
        if (node is SettingsNode.Map or SettingsNode.Sequence && KeyTable.WordsNotBuilt.FirstOrDefault(one => one.Path == path).Word is { } later)
        {
            faults.Error(node, $"'{doc.Name}' as {node.Kind} is not built yet in this version ({later})", $"write {doc.Name}: {doc.Default}");
            return null;
        }

        if (Text(node, doc.Name) is not { } text) return null;
        if (doc.Words.Contains(text)) return text;
        if (KeyTable.WordsNotBuilt.Contains((path, text))) faults.Error(node!, $"{doc.Name}: {text} is not built yet in this version", $"it takes {string.Join(" or ", doc.Words)}");
        else faults.Error(node!, $"'{doc.Name}' is {Shown(node!)}; it takes {string.Join(", ", doc.Words)}", Nearest.Suggestion(text, doc.Words));
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Number(SettingsNode? node, string key, int least, int most)
    {
        if (Text(node, key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Error(node!, $"'{key}' is {Shown(node!)}; a whole number from {least} to {most} is expected");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Flag(SettingsNode? node, string key)
    {
        if (Text(node, key) is not { } text) return null;
        if (text is "true" or "false") return text == "true";
        faults.Error(node!, $"'{key}' is {Shown(node!)}; it takes true or false");
        return null;
    }

    /// <summary>A duration such as <c>500ms</c>, <c>5s</c>, <c>2m</c> or <c>1h</c>.</summary>
    public TimeSpan? Duration(SettingsNode? node, string key, TimeSpan least, TimeSpan most)
    {
        if (Text(node, key) is not { } text) return null;
        if (DurationText.TryParse(text) is not { } duration)
        {
            faults.Error(node!, $"'{key}' is {Shown(node!)}; a duration is expected", "write a number and its unit: 500ms, 5s, 2m, 1h");
            return null;
        }

        if (duration >= least && duration <= most) return duration;
        faults.Error(node!, $"'{key}' is {Shown(node!)}; it goes from {Show(least)} to {Show(most)}");
        return null;
    }

    /// <summary>A duration in whole seconds.</summary>
    public TimeSpan? Seconds(SettingsNode? node, string key, TimeSpan least, TimeSpan most, string why)
    {
        if (Duration(node, key, least, most) is not { } duration) return null;
        if (duration.Ticks % TimeSpan.TicksPerSecond == 0) return duration;
        faults.Error(node!, $"'{key}' is {Shown(node!)}; whole seconds are expected", why);
        return null;
    }

    /// <summary>The items of a list; a single value is a list of one. Empty where it was left out, null where it is none.</summary>
    public ImmutableArray<SettingsNode.Scalar>? Items(SettingsNode? node, string key, int most, string example)
    {
        if (node is null) return [];
        var items = node is SettingsNode.Sequence list ? list.Items : [node];
        if (items.Length > most)
        {
            faults.Error(node, $"'{key}' has {items.Length} items; at most {most} are read");
            return null;
        }

        foreach (var item in items.Where(item => item is not SettingsNode.Scalar { IsNull: false }))
            faults.Error(item, $"'{key}' is, or holds, {item.Kind}; a list of single values is expected", $"write {key}: {example}");
        return items.All(item => item is SettingsNode.Scalar { IsNull: false }) ? [.. items.Cast<SettingsNode.Scalar>()] : null;
    }

    /// <summary>A size such as <c>64MiB</c>: B, KiB, MiB, GiB.</summary>
    public long? Size(SettingsNode? node, string key, long least, long most)
    {
        if (Text(node, key) is not { } text) return null;
        if (ParseSize(text) is not { } size)
        {
            faults.Error(node!, $"'{key}' is {Shown(node!)}; a size is expected", "write a number and its unit: 512KiB, 64MiB, 1GiB");
            return null;
        }

        if (size >= least && size <= most) return size;
        faults.Error(node!, $"'{key}' is {Shown(node!)}; {(least > 0 ? $"it goes from {Show(least)} to {Show(most)}" : $"at most {Show(most)} is allowed")}");
        return null;
    }

    /// <summary>An address; with <paramref name="ip"/> its host must be an IP address, for somebody listens there.</summary>
    public NodeAddress? Address(SettingsNode? node, string key, bool ip)
    {
        if (Text(node, key) is not { } text) return null;
        if (NodeAddress.TryParse(text) is not { } address)
        {
            var port = text[(text.LastIndexOf(':') + 1)..];
            var outOfRange = text.Contains(':', StringComparison.Ordinal) && port.Length > 0 && port.All(char.IsAsciiDigit);
            faults.Error(node!, $"'{key}' is {Shown(node!)}; an address is expected", outOfRange && text.IndexOf(':', StringComparison.Ordinal) == text.LastIndexOf(':') ? "ports go from 1 to 65535" : "write \"host:port\", IPv6 as \"[::1]:6400\"");
            return null;
        }

        if (IPAddress.TryParse(address.Host, out _)) return address;
        if (ip)
        {
            faults.Error(node!, $"'{key}' is {Shown(node!)}; where something listens, an IP address is expected", address.Host == "localhost" ? $"write \"127.0.0.1:{address.Port}\"" : "write the address of the host, or 0.0.0.0 for all of them");
            return null;
        }

        if (Uri.CheckHostName(address.Host) == UriHostNameType.Dns) return address;
        faults.Error(node!, $"'{key}' is {Shown(node!)}, whose host is no name and no IP address", "write \"host:port\", IPv6 as \"[::1]:6400\"");
        return null;
    }

    /// <summary>As it would be written.</summary>
    public static string Show(TimeSpan duration) => duration switch
    {
        _ when duration.TotalMilliseconds % 1000 != 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms"),
        _ when duration.TotalSeconds >= 120 && duration.TotalSeconds % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s"),
    };

    /// <summary>As it would be written.</summary>
    public static string Show(long bytes) => bytes switch
    {
        _ when bytes > 0 && bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}GiB"),
        _ when bytes > 0 && bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}MiB"),
        _ when bytes > 0 && bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}B"),
    };

    private static string Shown(SettingsNode node) => ((SettingsNode.Scalar)node).Shown;

    private static long? ParseSize(string text)
    {
        (string Unit, int Shift)[] units = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("B", 0)];
        foreach (var (unit, shift) in units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            return long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue >> shift ? number << shift : null;
        }

        return null;
    }
}
